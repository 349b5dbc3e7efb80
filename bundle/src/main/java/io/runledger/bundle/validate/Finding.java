package io.runledger.bundle.validate;

/**
 * One thing that is wrong.
 *
 * @param file its name; empty for the export as a whole
 * @param line from 1; 0 for the file as a whole
 * @param field JSON pointer (RFC 6901) within the line's record; empty for all of it
 * @param rule which rule is broken, in a word that programs switch on
 * @param detail what is wrong, never the value itself, which may hold a secret
 */
public record Finding(String file, long line, String field, String rule, String detail) {
    /** One line that a terminal shows without harm. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (!file.isEmpty()) {
            text.append(file);
        }
        if (line > 0) {
            text.append(':').append(line);
        }
        if (!text.isEmpty()) {
            text.append(": ");
        }
        if (!field.isEmpty()) {
            text.append(field).append(' ');
        }
        return printable(
                text.append(detail).append(" [").append(rule).append(']').toString());
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }
}
