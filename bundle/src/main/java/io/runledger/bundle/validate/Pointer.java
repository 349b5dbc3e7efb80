package io.runledger.bundle.validate;

/** JSON pointers (RFC 6901). */
final class Pointer {
    private Pointer() {}

    static String to(String... steps) {
        StringBuilder pointer = new StringBuilder();
        for (String step : steps) {
            pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }
}
