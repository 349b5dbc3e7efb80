package io.runledger.schemas.contract;

import io.runledger.v1.Blake3;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;

/** The digest of a payload: BLAKE3 of its UTF-8 bytes, 32 bytes. */
public final class PayloadDigest {
    private PayloadDigest() {}

    public static Blake3 of(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return new Blake3(org.apache.commons.codec.digest.Blake3.hash(bytes));
    }

    public static boolean matches(Event event) {
        return of(event.getPayload()).equals(event.getPayloadDigest());
    }
}
