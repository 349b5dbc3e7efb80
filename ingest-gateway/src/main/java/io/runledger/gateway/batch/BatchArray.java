package io.runledger.gateway.batch;

import io.runledger.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A batch that is one JSON array. Where an item is not JSON there is no telling where the next one begins: a quote too
 * few turns texts and structure around, and a text could be taken for a record. So nothing after it is read.
 */
final class BatchArray extends BatchBody {
    private static final int OVER = -1;

    private boolean opened;
    private boolean closed;

    BatchArray(InputStream in, int maxItem, int maxBytes) {
        super(in, maxItem, maxBytes);
    }

    @Override
    boolean next() throws IOException {
        int c = separator();
        if (c == OVER) {
            return false;
        }
        begin(at - 1);
        switch (c) {
            case '{', '[' -> structure(1, false);
            case '"' -> structure(0, true);
            case ',', ']', '}', ':' -> throw malformed("an item is missing");
            default -> scalar();
        }
        finish(at);
        return true;
    }

    @Override
    boolean goesOnAfterMalformed() {
        return false;
    }

    /** Goes to the first character of the next item. */
    private int separator() throws IOException {
        release();
        if (closed) {
            return OVER;
        }
        int c = token();
        if (!opened) {
            if (c == (byte) 0xef && token() == (byte) 0xbb && token() == (byte) 0xbf) {
                c = token(); // after a byte order mark, as RFC 8259 lets readers do
            }
            if (c != '[') {
                throw malformed("the body is not a JSON array; send an array, or a record on each line as"
                        + " application/x-ndjson");
            }
            opened = true;
            c = token();
            return c == ']' ? closing() : c;
        }
        if (c == ']') {
            return closing();
        }
        if (c != ',') {
            throw malformed("there is no comma between two items");
        }
        return token();
    }

    private int closing() throws IOException {
        closed = true;
        if (isMore()) {
            throw malformed("the body continues after its array");
        }
        return OVER;
    }

    private void structure(int depth, boolean inText) throws IOException {
        int open = depth;
        boolean text = inText;
        boolean escaped = false;
        while (true) {
            byte[] bytes = buffer;
            int last = end;
            for (int i = at; i < last; i++) {
                byte b = bytes[i];
                if (text) {
                    if (escaped) {
                        escaped = false;
                    } else if (b == '\\') {
                        escaped = true;
                    } else if (b == '"') {
                        text = false;
                    }
                } else if (b == '"') {
                    text = true;
                } else if (b == '{' || b == '[') {
                    open++;
                } else if (b == '}' || b == ']') {
                    open--;
                } else if (b == '\n') {
                    line++;
                }
                if (open == 0 && !text) {
                    at = i + 1;
                    return;
                }
            }
            at = end;
            if (!more()) {
                throw malformed("the body breaks off inside this item");
            }
        }
    }

    private void scalar() throws IOException {
        while (at < end || more()) {
            switch (buffer[at]) {
                case ',', ']', '}', ' ', '\t', '\r', '\n' -> {
                    return;
                }
                default -> at++;
            }
        }
        throw malformed("the body breaks off inside this item");
    }

    private int token() throws IOException {
        if (!isMore()) {
            throw malformed(opened ? "the body breaks off, its array is not closed" : "the body is empty");
        }
        return buffer[at++];
    }

    /** Goes to the next character that is not white space; false if there is none. */
    private boolean isMore() throws IOException {
        while (at < end || more()) {
            byte b = buffer[at];
            if (b == '\n') {
                line++;
            } else if (b != ' ' && b != '\t' && b != '\r') {
                return true;
            }
            at++;
        }
        return false;
    }

    private ProblemException malformed(String detail) {
        return ProblemException.malformed(detail).with("line", line);
    }
}
