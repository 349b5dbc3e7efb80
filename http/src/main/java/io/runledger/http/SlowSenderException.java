package io.runledger.http;

import java.io.IOException;

/** A client sends the body of a request too slowly. */
final class SlowSenderException extends IOException {
    private static final long serialVersionUID = 1L;

    SlowSenderException(String message) {
        super(message);
    }
}
