package io.runledger.schemas.redaction;

/**
 * How many steps a search may take, in proportion to the characters searched: whatever somebody sends, it costs a bounded
 * part of a core. A step is about what one character costs an automaton, some nanoseconds. Counted, not timed, so that a text
 * is judged alike everywhere and always. Not thread-safe.
 */
final class Budget {
    /** Ordinary text takes 2 to 6 for each character, JSON in JSON in JSON about 12. */
    static final int STEPS_PER_CHARACTER = 16;

    /** What even a short text may take. */
    static final int LEAST = 16_384;

    /** What a pattern's look at a character takes. */
    private static final int STEPS_PER_LOOK = 4;

    private long left;

    private Budget(long steps) {
        this.left = steps;
    }

    static Budget of(long characters) {
        return new Budget(LEAST + STEPS_PER_CHARACTER * characters);
    }

    /** @throws SpentException if there were not as many left; there are none then */
    void spend(long steps) {
        left -= steps;
        if (left < 0) {
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
            if (budget.left < 0) {
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
