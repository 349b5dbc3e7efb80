package io.runledger.core.redaction;

/**
 * How many steps a search may take, in proportion to the characters searched: whatever somebody sends, it costs a bounded
 * part of a core. A step is about what one character costs an automaton, some nanoseconds. Counted, not timed, so that a text
 * is judged alike everywhere and always. Not thread-safe.
 */
final class Budget {
    /** Ordinary text takes 3 to 7 for each character, programs about passwords 12, JSON in JSON in JSON 3 more. */
    static final int STEPS_PER_CHARACTER = 48;

    /** What even a short text may take. */
    static final int LEAST = 65_536;

    /** What a pattern's look at a character takes. */
    private static final int STEPS_PER_LOOK = 6;

    private long left;
    private long toTell;

    /** What one text must leave to the others. */
    private long floor;

    private Budget(long steps, long toTell) {
        this.left = steps;
        this.toTell = toTell;
    }

    static Budget of(long characters) {
        return new Budget(LEAST + STEPS_PER_CHARACTER * characters, LEAST + characters);
    }

    /** What follows is the search of one text, which may not use up what others need. */
    void begin(int characters) {
        floor = Math.max(0, left - LEAST / 2 - STEPS_PER_CHARACTER * 3L / 4 * characters);
    }

    /** The search of one text is over. */
    void end() {
        floor = 0;
    }

    /** Whether there is enough left to tell a place by a pointer of so many characters; it is taken then. */
    boolean tells(int characters) {
        toTell -= characters;
        return toTell >= 0;
    }

    /** @throws SpentException if there were not as many left; there are none then */
    void spend(long steps) {
        left -= steps;
        if (left < floor) {
            throw new SpentException();
        }
    }

    /** The same, without a word. */
    void charge(long steps) {
        left -= steps;
    }

    boolean isSpent() {
        return left < 0;
    }

    /** There are no steps left: what was searched counts as found. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SpentException() {
            super("the search took too many steps", null, false, false);
        }
    }

    /** A text that costs a step for every look at one of its characters, however a pattern goes about it. */
    static final class Counted implements CharSequence {
        private final String text;
        private final Budget budget;

        Counted(String text, Budget budget) {
            this.text = text;
            this.budget = budget;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            budget.left -= STEPS_PER_LOOK;
            if (budget.left < budget.floor) {
                throw new SpentException();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
