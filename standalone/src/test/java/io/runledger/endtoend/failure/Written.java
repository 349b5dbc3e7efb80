package io.runledger.endtoend.failure;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** What was acknowledged: each record as it was sent, with the newest place that a receipt named. Thread-safe. */
final class Written {
    /**
     * @param body empty for a request that the door made of a shorter body
     * @param position where it can be read
     * @param least the offset that it has at least
     */
    record Receipt(RecordKey key, Optional<JsonNode> body, Position position, long least) {
        private Receipt newer(Receipt other) {
            return position.offset() >= other.position.offset() ? this : other;
        }
    }

    private final Map<RecordKey, Receipt> newest = new ConcurrentHashMap<>();
    private final List<Receipt> inOrder = new ArrayList<>();

    void add(Receipt receipt) {
        if (receipt.equals(newest.merge(receipt.key(), receipt, Receipt::newer))) {
            synchronized (inOrder) {
                inOrder.add(receipt);
            }
        }
    }

    int count() {
        return newest.size();
    }

    Map<RecordKey, Receipt> all() {
        return Map.copyOf(newest);
    }

    /** One of the last so many receipts. */
    Optional<Receipt> any(Random random, int last) {
        synchronized (inOrder) {
            int size = inOrder.size();
            return size == 0
                    ? Optional.empty()
                    : Optional.of(inOrder.get(size - 1 - random.nextInt(Math.min(size, last))));
        }
    }
}
