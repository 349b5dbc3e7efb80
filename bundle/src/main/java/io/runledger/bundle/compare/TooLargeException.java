package io.runledger.bundle.compare;

import java.io.IOException;

/** A run that has more of something than is compared. */
public final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int most, String what) {
        super("has more than " + most + " " + what + ", too many to compare");
    }
}
