package io.runledger.bundle.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** What a comparison comes to. What is not known is neither equal nor different. */
public enum Outcome {
    EQUAL,
    /** Nothing is known to differ, but not everything is known. */
    UNKNOWN,
    DIFFERENT;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of both together: one difference is enough. */
    Outcome and(Outcome other) {
        return compareTo(other) < 0 ? other : this;
    }

    static Outcome of(boolean isEqual) {
        return isEqual ? EQUAL : DIFFERENT;
    }

    ObjectNode putInto(ObjectNode part) {
        return part.put("equal", this == EQUAL).put("outcome", word());
    }
}
