package io.runledger.http.tls;

/** A certificate or key cannot be used. The message is a sentence without its subject, which is the file. */
final class TlsException extends Exception {
    private static final long serialVersionUID = 1L;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
