package io.runledger.core.run;

import java.util.Optional;
import java.util.function.Function;

/**
 * One attempt at a run. Every {@code run.started} begins one, and it lasts until the next: of what happened from then on and
 * before the next start, the latest {@code run.finished} is its end. An end at the very time of a start is that attempt's. What
 * ended before the first start is one attempt whose start nobody told. All by {@link Moment}, so the attempts of a run are
 * the same whatever order its events arrived in.
 *
 * @param started the event that began it
 * @param finished the event that ended it
 * @param <E> an event, in whatever form
 */
public record Attempt<E>(Optional<E> started, Optional<E> finished) {
    /** No attempt: nobody told that the run began or ended. */
    public static <E> Attempt<E> none() {
        return new Attempt<>(Optional.empty(), Optional.empty());
    }

    /**
     * The newest attempt at a run, which is what counts.
     *
     * @param start the latest of all starts
     * @param end the latest of all ends, which may be that of an earlier attempt
     */
    public static <E> Attempt<E> newest(Optional<E> start, Optional<E> end, Function<E, Moment> moment) {
        boolean isOfIt = start.isEmpty()
                || end.isEmpty()
                || !moment.apply(end.get())
                        .at()
                        .isBefore(moment.apply(start.get()).at());
        return new Attempt<>(start, isOfIt ? end : Optional.empty());
    }

    /** The same attempt with its events in another form. */
    public <F> Attempt<F> map(Function<E, F> form) {
        return new Attempt<>(started.map(form), finished.map(form));
    }
}
