package io.runledger.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * What one node answered for its partitions.
 *
 * @param position what it was read at, as in the header of the same name
 * @param lag likewise
 */
record Part(int status, JsonNode body, Optional<String> position, Optional<String> lag, Optional<String> retryAfter) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Part read(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            JsonNode body = JSON.readTree(in);
            return new Part(
                    response.statusCode(),
                    body == null ? MissingNode.getInstance() : body,
                    response.headers().firstValue(AtLeast.HEADER),
                    response.headers().firstValue(ReadAt.LAG),
                    response.headers().firstValue("Retry-After"));
        }
    }
}
