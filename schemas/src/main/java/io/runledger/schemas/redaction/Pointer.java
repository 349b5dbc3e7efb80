package io.runledger.schemas.redaction;

import org.jspecify.annotations.Nullable;

/** A place in a JSON document; its JSON pointer (RFC 6901) is made when it is asked for. Immutable. */
final class Pointer {
    private static final int LONGEST = 1_000;

    private final @Nullable Pointer parent;
    private final String segment;
    private final boolean whole;

    private Pointer(@Nullable Pointer parent, String segment, boolean whole) {
        this.parent = parent;
        this.segment = segment;
        this.whole = whole;
    }

    /** @param pointer of the document itself */
    static Pointer of(String pointer) {
        return new Pointer(null, pointer, false);
    }

    Pointer to(String name) {
        return whole ? this : new Pointer(this, name, false);
    }

    /** The same place for all that is below it: pointers do not lead into strings. */
    Pointer whole() {
        return whole ? this : new Pointer(parent, segment, true);
    }

    /** Of a place too deep for a pointer that people read, that of what it is in. */
    @Override
    public String toString() {
        StringBuilder pointer = new StringBuilder();
        write(pointer);
        return pointer.toString();
    }

    private void write(StringBuilder out) {
        if (parent == null) {
            out.append(segment);
            return;
        }
        parent.write(out);
        if (out.length() + segment.length() < LONGEST) {
            out.append('/').append(segment.replace("~", "~0").replace("/", "~1"));
        }
    }
}
