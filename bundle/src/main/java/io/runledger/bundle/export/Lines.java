package io.runledger.bundle.export;

import java.io.IOException;

/** Takes the records of one file, in its order. */
@FunctionalInterface
public interface Lines {
    /** Adds one record: a JSON object in UTF-8 without line breaks. */
    void add(byte[] json) throws IOException;

    /** Gives them. */
    @FunctionalInterface
    interface Source {
        void writeTo(Lines lines) throws IOException;
    }
}
