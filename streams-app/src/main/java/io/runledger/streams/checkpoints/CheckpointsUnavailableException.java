package io.runledger.streams.checkpoints;

import java.util.Optional;

/** Kafka did not take a write, or did not say whether it did. */
public final class CheckpointsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<String> possibleEtag;

    private CheckpointsUnavailableException(String message, Optional<String> possibleEtag, Throwable cause) {
        super(message, cause);
        this.possibleEtag = possibleEtag;
    }

    static CheckpointsUnavailableException notStored(String why, Throwable cause) {
        return new CheckpointsUnavailableException("nothing was stored: " + why, Optional.empty(), cause);
    }

    static CheckpointsUnavailableException unknown(String etag, Throwable cause) {
        return new CheckpointsUnavailableException(
                "Kafka did not say whether the write was stored; reading tells", Optional.of(etag), cause);
    }

    /**
     * Of a write that may have been stored: the tag that it has then, empty text for a deletion. Else nothing was
     * stored.
     */
    public Optional<String> possibleEtag() {
        return possibleEtag;
    }
}
