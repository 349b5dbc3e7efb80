package io.runledger.streams.views;

import java.util.function.Function;

/** The generation that is read. Thread-safe. */
final class Serving {
    private volatile Generation generation;

    Serving(Generation first) {
        generation = first;
    }

    Generation generation() {
        return generation;
    }

    void replaceBy(Generation next) {
        generation = next;
    }

    /** Asks the generation that serves; again, if another took its place meanwhile. */
    <T> T ask(Function<Generation, T> question) {
        while (true) {
            Generation asked = generation;
            try {
                return question.apply(asked);
            } catch (ViewsClosedException e) {
                if (asked == generation) {
                    throw e;
                }
            }
        }
    }
}
