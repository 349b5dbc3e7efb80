package io.runledger.bench;

/**
 * The rate of something that starts slowly: time runs from the first part on, which itself is not counted. What comes in one
 * part is counted from when this was made.
 */
final class RateSpan {
    private final long made = System.nanoTime();
    private long first = -1;
    private long last;
    private long firstPart;
    private long later;

    void add(long count) {
        if (count == 0) {
            return;
        }
        last = System.nanoTime();
        if (first < 0) {
            first = last;
            firstPart = count;
        } else {
            later += count;
        }
    }

    long count() {
        return firstPart + later;
    }

    Sample sample() {
        return later > 0 ? Sample.of(later, last - first) : Sample.of(firstPart, Math.max(1, last - made));
    }
}
