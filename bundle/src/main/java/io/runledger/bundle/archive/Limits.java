package io.runledger.bundle.archive;

/**
 * What is read of an archive at most, whatever it says of itself. Everything is read as a stream, so these bound time and
 * what is written to a disk; memory is bounded by the line and the ids.
 *
 * @param members most files
 * @param lineBytes longest line
 * @param freeBytes so much a member may inflate to, however small it is; most of what is real stays below
 * @param ratio beyond that, how many times its compressed size
 * @param totalBytes all members together
 * @param ids most ids that are remembered to find duplicates and dangling relations; each takes up to 43 bytes of memory
 */
public record Limits(int members, int lineBytes, long freeBytes, int ratio, long totalBytes, int ids) {
    /** A record of the log's largest size fits a line, with its payload once more as text. */
    public static final Limits DEFAULT = new Limits(64, 16 << 20, 1L << 30, 250, 64L << 30, 20_000_000);
}
