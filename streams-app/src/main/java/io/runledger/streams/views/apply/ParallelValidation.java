package io.runledger.streams.views.apply;

import io.runledger.core.concurrent.Ahead;
import io.runledger.streams.views.log.LogRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Validates records that are applied together, some of them ahead on other cores. */
final class ParallelValidation {
    /** How many are validated in one piece. */
    private static final int PART = 32;

    private final Supplier<RecordValidator> factory;
    private final Queue<RecordValidator> idle = new ConcurrentLinkedQueue<>();

    ParallelValidation(Supplier<RecordValidator> factory) {
        this.factory = factory;
    }

    /** Begins to validate; close what is returned. */
    Results of(List<LogRecord> records) {
        return new Results(records);
    }

    private List<ValidatedRecord> validated(List<LogRecord> records, List<Boolean> repeats) {
        RecordValidator free = idle.poll();
        RecordValidator validator = free == null ? factory.get() : free;
        List<ValidatedRecord> validated = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            validated.add(validator.validate(records.get(i), repeats.get(i)));
        }
        idle.add(validator);
        return validated;
    }

    /** What was found of records, in their order. For one thread. */
    final class Results implements AutoCloseable {
        private final List<Ahead<List<ValidatedRecord>>> parts = new ArrayList<>();
        private int next;

        private Results(List<LogRecord> records) {
            Set<ByteBuffer> keys = new HashSet<>();
            for (int from = 0; from < records.size(); from += PART) {
                List<LogRecord> part = records.subList(from, Math.min(records.size(), from + PART));
                List<Boolean> repeats = part.stream()
                        .map(record -> !keys.add(ByteBuffer.wrap(record.key())))
                        .toList();
                Supplier<List<ValidatedRecord>> work = () -> validated(part, repeats);
                parts.add(from == 0 ? Ahead.here(work) : Ahead.of(work));
            }
        }

        /** Of the next record. */
        ValidatedRecord next() {
            ValidatedRecord validated = parts.get(next / PART).get().get(next % PART);
            next++;
            return validated;
        }

        /** Nothing is validated after this, even if not all of them were asked for. */
        @Override
        public void close() {
            parts.forEach(Ahead::end);
        }
    }
}
