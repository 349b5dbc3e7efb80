package io.runledger.bundle.record;

/** JSON pointers (RFC 6901). */
public final class JsonPointers {
    private JsonPointers() {}

    public static String to(String... steps) {
        StringBuilder pointer = new StringBuilder();
        for (String step : steps) {
            pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }
}
