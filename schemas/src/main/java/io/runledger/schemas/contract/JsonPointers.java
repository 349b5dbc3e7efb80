package io.runledger.schemas.contract;

/** JSON pointers (RFC 6901). */
public final class JsonPointers {
    private JsonPointers() {}

    public static String to(String... steps) {
        StringBuilder pointer = new StringBuilder();
        for (String step : steps) {
            append(step, pointer);
        }
        return pointer.toString();
    }

    /** Goes one step down: the name of a member, or the number of an element. */
    public static void append(String step, StringBuilder pointer) {
        pointer.append('/');
        if (step.indexOf('~') < 0 && step.indexOf('/') < 0) {
            pointer.append(step);
        } else {
            pointer.append(step.replace("~", "~0").replace("/", "~1"));
        }
    }
}
