package io.runledger.bundle.validate;

import io.runledger.bundle.validate.Reading.Entries;

/** A JSON array whose brackets and objects each have a line: {@code [}, objects with commas between, {@code ]}; or {@code []}. */
final class ArrayLines implements Reading.Taker {
    private final String file;
    private final Findings findings;
    private final Entries entries;
    private final JsonLines json;
    private State state = State.BEFORE;

    private enum State {
        BEFORE,
        OPEN,
        /** Behind an entry with a comma. */
        GOES_ON,
        /** Behind an entry without one. */
        LAST,
        CLOSED
    }

    ArrayLines(String file, Findings findings, Entries entries) {
        this.file = file;
        this.findings = findings;
        this.entries = entries;
        this.json = new JsonLines(findings);
    }

    @Override
    public boolean take(long number, byte[] bytes, int length) {
        if (length > 0 && bytes[0] == '{') {
            entry(number, bytes, length);
            return true;
        }
        if (is("[", bytes, length)) {
            move(state == State.BEFORE, State.OPEN, number);
        } else if (is("]", bytes, length)) {
            move(state == State.LAST, State.CLOSED, number);
        } else {
            move(state == State.BEFORE && is("[]", bytes, length), State.CLOSED, number);
        }
        return false;
    }

    private void entry(long number, byte[] bytes, int length) {
        boolean comma = bytes[length - 1] == ',';
        move(state == State.OPEN || state == State.GOES_ON, comma ? State.GOES_ON : State.LAST, number);
        json.read(file, number, bytes, comma ? length - 1 : length).ifPresent(object -> entries.take(number, object));
    }

    private static boolean is(String text, byte[] bytes, int length) {
        return length == text.length() && bytes[0] == text.charAt(0) && bytes[length - 1] == text.charAt(length - 1);
    }

    private void move(boolean right, State next, long number) {
        if (!right) {
            findings.add(file, number, "", "malformed-json", "the line is not part of an array with an object a line");
        }
        state = next;
    }

    void end() {
        if (state != State.CLOSED) {
            findings.add(file, 0, "", "malformed-json", "the array does not end");
        }
    }
}
