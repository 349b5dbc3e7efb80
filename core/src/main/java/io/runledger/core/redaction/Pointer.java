package io.runledger.core.redaction;

import io.runledger.schemas.contract.JsonPointers;
import org.jspecify.annotations.Nullable;

/** A place in a JSON document; its JSON pointer (RFC 6901) is made when it is asked for. Immutable. */
final class Pointer {
    private static final int LONGEST = 1_000;

    private final @Nullable Pointer parent;
    private final @Nullable String name;
    private final int index;
    private final boolean whole;

    private Pointer(@Nullable Pointer parent, @Nullable String name, int index, boolean whole) {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.whole = whole;
    }

    /** @param pointer of the document itself */
    static Pointer of(String pointer) {
        return new Pointer(null, pointer, 0, false);
    }

    Pointer to(String member) {
        return whole ? this : new Pointer(this, member, 0, false);
    }

    Pointer to(int element) {
        return whole ? this : new Pointer(this, null, element, false);
    }

    /** The same place for all that is below it: pointers do not lead into strings. */
    Pointer whole() {
        return whole ? this : new Pointer(parent, name, index, true);
    }

    /** Of a place too deep for a pointer that people read, that of what it is in. */
    @Override
    public String toString() {
        StringBuilder pointer = new StringBuilder();
        write(pointer);
        return pointer.toString();
    }

    private void write(StringBuilder out) {
        String segment = name == null ? String.valueOf(index) : name;
        if (parent == null) {
            out.append(segment);
            return;
        }
        parent.write(out);
        if (out.length() + segment.length() < LONGEST) {
            JsonPointers.append(segment, out);
        }
    }
}
