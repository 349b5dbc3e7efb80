package io.runledger.query.tail;

import io.runledger.http.JsonAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Told to a reader whose {@code Last-Event-ID} is of no use, as its first event: a browser that is answered 400 would never
 * connect again, and one that is told nothing would not know that it may have missed something.
 *
 * @param reason what is wrong with the id
 * @param from where the stream begins instead: {@code now}, or {@code since} or {@code cursor} of the address
 */
record Reset(String reason, String from) {
    String json() throws IOException {
        byte[] json = JsonAnswer.line(out -> {
            out.writeStartObject();
            out.writeStringField("reason", reason);
            out.writeStringField("from", from);
            out.writeEndObject();
        });
        return new String(json, StandardCharsets.UTF_8);
    }
}
