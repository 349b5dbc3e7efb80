package io.runledger.bundle.validate;

/**
 * Names by the first 16 bytes of their BLAKE3, in open addressing: 16 bytes a place, at most three quarters full. Two names
 * out of ten million share such a digest with a chance of one in 10^24. For one thread.
 */
public final class IdSet {
    private long[] places = new long[2 * 1024];
    private int size;

    /** Whether it was not there before. */
    public boolean add(IdDigest id) {
        int at = find(id);
        if (places[at + 1] != 0) {
            return false;
        }
        places[at] = id.high();
        places[at + 1] = id.low();
        size++;
        if (size * 8L > places.length * 3L) {
            grow();
        }
        return true;
    }

    public boolean contains(IdDigest id) {
        return places[find(id) + 1] != 0;
    }

    public int size() {
        return size;
    }

    /** Where it is, or would be. */
    private int find(IdDigest id) {
        int mask = places.length / 2 - 1;
        int slot = (int) id.high() & mask;
        while (places[2 * slot + 1] != 0 && (places[2 * slot] != id.high() || places[2 * slot + 1] != id.low())) {
            slot = (slot + 1) & mask;
        }
        return 2 * slot;
    }

    private void grow() {
        long[] old = places;
        places = new long[old.length * 2];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != 0) {
                int at = find(new IdDigest(old[i], old[i + 1]));
                places[at] = old[i];
                places[at + 1] = old[i + 1];
            }
        }
    }
}
