package io.runledger.http.limits;

/**
 * How often something may be done.
 *
 * @param perSecond on average
 * @param burst at once, after a time in which it was not done
 */
public record Rate(int perSecond, int burst) {
    public Rate {
        if (perSecond < 1 || burst < 1) {
            throw new IllegalArgumentException("a rate is at least one");
        }
    }

    /** So many times as often. */
    public Rate times(int factor) {
        return new Rate(Math.multiplyExact(perSecond, factor), Math.multiplyExact(burst, factor));
    }
}
