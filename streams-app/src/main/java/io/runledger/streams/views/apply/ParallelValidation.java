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

/** Judges records that are applied together, some of them ahead on other cores. */
final class ParallelValidation {
    /** So many are judged in one piece. */
    private static final int PART = 32;

    private final Supplier<RecordValidator> makes;
    private final Queue<RecordValidator> idle = new ConcurrentLinkedQueue<>();

    ParallelValidation(Supplier<RecordValidator> makes) {
        this.makes = makes;
    }

    /** Begins; close what is returned. */
    Judgements of(List<LogRecord> records) {
        return new Judgements(records);
    }

    private List<ValidatedRecord> judged(List<LogRecord> records, List<Boolean> repeats) {
        RecordValidator free = idle.poll();
        RecordValidator judge = free == null ? makes.get() : free;
        List<ValidatedRecord> judged = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            judged.add(judge.judge(records.get(i), repeats.get(i)));
        }
        idle.add(judge);
        return judged;
    }

    /** What is found of records, in their order. For one thread. */
    final class Judgements implements AutoCloseable {
        private final List<Ahead<List<ValidatedRecord>>> parts = new ArrayList<>();
        private int next;

        private Judgements(List<LogRecord> records) {
            Set<ByteBuffer> keys = new HashSet<>();
            for (int from = 0; from < records.size(); from += PART) {
                List<LogRecord> part = records.subList(from, Math.min(records.size(), from + PART));
                List<Boolean> repeats = part.stream()
                        .map(record -> !keys.add(ByteBuffer.wrap(record.key())))
                        .toList();
                Supplier<List<ValidatedRecord>> work = () -> judged(part, repeats);
                parts.add(from == 0 ? Ahead.here(work) : Ahead.of(work));
            }
        }

        /** Of the next record. */
        ValidatedRecord next() {
            ValidatedRecord judged = parts.get(next / PART).get().get(next % PART);
            next++;
            return judged;
        }

        /** Nobody judges behind this: the database may be closed then. */
        @Override
        public void close() {
            parts.forEach(Ahead::end);
        }
    }
}
