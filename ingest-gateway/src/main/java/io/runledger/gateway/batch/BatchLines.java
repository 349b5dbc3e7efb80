package io.runledger.gateway.batch;

import java.io.IOException;
import java.io.InputStream;

/** A batch with an item on each line (NDJSON). Empty lines are no items. */
final class BatchLines extends BatchBody {
    private boolean over;

    BatchLines(InputStream in, int maxItem, int maxBytes) {
        super(in, maxItem, maxBytes);
    }

    @Override
    boolean next() throws IOException {
        while (!over) {
            begin(at);
            if (isLineEnded()) {
                finish(at - 1);
                boolean item = !isBlank();
                line++;
                if (item) {
                    return true;
                }
            } else {
                over = true;
                finish(at);
                return !isBlank();
            }
        }
        return false;
    }

    @Override
    boolean goesOnAfterMalformed() {
        return true;
    }

    /** Moves past the next line feed; false if the body ends before one. */
    private boolean isLineEnded() throws IOException {
        do {
            byte[] bytes = buffer;
            int last = end;
            for (int i = at; i < last; i++) {
                if (bytes[i] == '\n') {
                    at = i + 1;
                    return true;
                }
            }
            at = end;
        } while (more());
        return false;
    }

    private boolean isBlank() {
        if (isTooLarge()) {
            return false;
        }
        for (int i = offset(); i < offset() + length(); i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
