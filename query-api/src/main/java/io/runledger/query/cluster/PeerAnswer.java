package io.runledger.query.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.runledger.query.read.AtLeast;
import io.runledger.query.read.ReadAt;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * What one node answered for its partitions.
 *
 * @param position what it was read at, as in the header of the same name
 * @param lag likewise
 * @param challenge what credential it asks for, where it takes none that was sent
 */
record PeerAnswer(
        int status,
        JsonNode body,
        Optional<String> position,
        Optional<String> lag,
        Optional<String> retryAfter,
        Optional<String> challenge) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static PeerAnswer read(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            JsonNode body = JSON.readTree(in);
            return new PeerAnswer(
                    response.statusCode(),
                    body == null ? MissingNode.getInstance() : body,
                    response.headers().firstValue(AtLeast.HEADER),
                    response.headers().firstValue(ReadAt.LAG),
                    response.headers().firstValue("Retry-After"),
                    response.headers().firstValue("WWW-Authenticate"));
        }
    }
}
