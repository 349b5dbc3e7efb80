package io.runledger.streams.views.replay;

/** What a replay made lacks records that are served. The message is for people. */
final class LossyReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LossyReplayException(String message) {
        super(message);
    }
}
