package io.runledger.query.answer;

import java.util.concurrent.Semaphore;

/**
 * How much memory the pages may take that are read and sent now, all together: a page ends by its bytes, too, and continues with
 * its cursor. Few pages at once are large; the others end early, so that nobody waits and nobody is refused, however many
 * clients ask at once and however slowly they read. Thread-safe.
 */
public final class PageRooms {
    /** In UTF-16 units of what producers wrote, each a byte or two of memory; a single record may exceed it. */
    private static final long LARGE = 2 << 20;

    private static final long SMALL = 512 << 10;

    /** So much of the heap for each large page: it is there as it was stored, decoded, and in part as JSON. */
    private static final long HEAP_FOR_LARGE = 64L << 20;

    private final Semaphore large;

    public PageRooms() {
        this(Runtime.getRuntime().maxMemory());
    }

    public PageRooms(long heap) {
        large = new Semaphore((int) Math.max(1, Math.min(Short.MAX_VALUE, heap / HEAP_FOR_LARGE)));
    }

    /**
     * The room of one page; to be closed when it was sent.
     *
     * @param isPart whether it is put together with others, by a node that holds all of them
     */
    public Room open(boolean isPart) {
        return new Room(isPart);
    }

    /** For one thread at a time. */
    public final class Room implements AutoCloseable {
        private final boolean isPart;
        private boolean isLarge;
        private long taken;

        private Room(boolean isPart) {
            this.isPart = isPart;
        }

        /** Whether one more row may come. */
        public boolean hasMore() {
            if (taken >= SMALL && !isLarge && !isPart) {
                isLarge = large.tryAcquire();
            }
            return taken < (isLarge ? LARGE : SMALL);
        }

        public void take(long weight) {
            taken += weight;
        }

        @Override
        public void close() {
            if (isLarge) {
                isLarge = false;
                large.release();
            }
        }
    }
}
