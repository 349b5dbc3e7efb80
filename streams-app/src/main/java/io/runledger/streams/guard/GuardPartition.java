package io.runledger.streams.guard;

import io.runledger.core.review.Decision;
import io.runledger.core.review.RegisteredFile;
import io.runledger.core.review.RequestType;
import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.schemas.wire.UnreadableRecordException;
import io.runledger.streams.views.apply.LogRecordChecks;
import io.runledger.streams.views.log.Criteria;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads one partition in order and decides each request once.
 *
 * <p>States, each entered once in the life of a process:
 *
 * <pre>
 * empty  -> filled   the table was lost: at the first record the whole history of the log is read into it
 * filled -> ready    at the first request the rest of the log is read for decisions that are there already
 * ready  -> ready    {@link #process}: every record in its turn
 * </pre>
 *
 * <p>Threads: one, that of the Streams task which owns the table. {@code append} only hands over; the producer sends later.
 *
 * <p><b>After a crash</b> records are delivered again, and the writes to the table survive as a prefix: of the changelog,
 * or of the local database, which may be ahead of the changelog. A verdict is written first, so whatever follows from it
 * is there only if the verdict is. A record that is read again writes everything again (also a verdict that the changelog
 * lost), never below the current revision. If a verdict was lost, nothing that came after it survived either; and as a
 * decision follows from what came before it and from the broker's time, deciding anew gives the same decision.
 *
 * <p><b>A decision is appended once.</b> What a guard before this one appended is not known from the table, in which a
 * verdict comes before its decision is sent, nor from the group's offsets, which lag and may be lost. So the rest of the
 * log is read: decisions are there, in the same partition, after their requests ({@link PublishedDecisions}). Erased ones
 * are not appended again either. A request that is sent again after its decision gets it again: its gateway may wait.
 *
 * <p><b>A lost table</b> takes all decisions from the history, for no request may get a second one; all else only below
 * the first record that it is given, for the rest is yet to come, each in its place. So it becomes the same whether the
 * group's offsets survived or not.
 *
 * <p><b>Imported records</b> were decided in their own ledger: an imported request is not decided again, an imported
 * decision is taken as it is, and later requests are decided by its result.
 *
 * <p>An event under an existing id with different content is rejected by the views; the guard knows only the ids of
 * requests, artifacts and erasures, and decides such a request once all the same.
 */
final class GuardPartition {
    private final GuardState state;
    private final Deciding deciding;
    private final Seal seal;
    private final LogRecordChecks checks;
    private final RecordReader reader;
    private final RecordSerializer serializer;
    private final History history;
    private final BiConsumer<byte[], byte[]> append;
    private final Consumer<Decision> decided;
    private final PublishedDecisions published;
    private boolean filled;
    private boolean ready;

    /**
     * Makes it of what the table has.
     *
     * @param append takes the key and the value of a decision; called again with the same when a request is sent again, or is
     *     read again and its decision is not on the log
     * @param decided is told of a decision when it is made, and not again
     */
    GuardPartition(
            GuardTable table,
            SchemaRegistry registry,
            int partitions,
            Criteria criteria,
            GuardRules rules,
            History history,
            BiConsumer<byte[], byte[]> append,
            Consumer<Decision> decided) {
        this.seal = criteria.seal();
        this.history = history;
        this.append = append;
        this.decided = decided;
        reader = new RecordReader(registry);
        checks = new LogRecordChecks(reader, partitions, criteria);
        serializer = new RecordSerializer(registry);
        state = new GuardState(table);
        published = new PublishedDecisions(table);
        deciding = new Deciding(state, seal, rules);
        filled = state.isFilled();
    }

    void process(ConsumerRecord<byte[], byte[]> record) {
        if (!filled) {
            history.read(record.partition(), 0, past -> remember(past, record.offset()));
            state.filled();
            filled = true;
            ready = true;
        }
        checks.check(record, GuardPartition::concerns).ifPresent(checked -> {
            register(checked);
            if (!(checked.record() instanceof Event event)) {
                return;
            }
            published.read(RecordKey.of(event));
            if (checked.isCarried()) {
                carried(event, true);
            } else {
                RequestType.ofEventType(event.getEventType()).ifPresent(type -> {
                    lookAhead(record);
                    answer(type, event, checked.createdAt(), record.offset());
                });
            }
        });
    }

    /** Whether anything follows from a record; most are events from which nothing does. */
    private static boolean concerns(SpecificRecord record) {
        return !(record instanceof Event event)
                || Erasure.is(event)
                || RegisteredFile.is(event)
                || Decision.isType(event.getEventType())
                || RequestType.ofEventType(event.getEventType()).isPresent();
    }

    /** Once, at the first request: which decisions follow it on the log. */
    private void lookAhead(ConsumerRecord<byte[], byte[]> request) {
        if (!ready) {
            history.read(request.partition(), request.offset() + 1, ahead -> remember(ahead, request.offset()));
            ready = true;
        }
    }

    /**
     * Takes from the log's history what will not come in its turn, and every decision.
     *
     * @param first the offset of the first record that will be processed
     */
    private void remember(ConsumerRecord<byte[], byte[]> record, long first) {
        checks.check(record, filled ? GuardPartition::isDecision : GuardPartition::concerns)
                .ifPresent(checked -> {
                    if (record.offset() < first) {
                        register(checked);
                    }
                    if (checked.record() instanceof Event event) {
                        if (record.offset() > first) {
                            publishedAt(event, record.offset());
                        }
                        if (checked.isCarried()) {
                            carried(event, record.offset() < first);
                        } else {
                            Decision.readVouched(event).ifPresent(decision -> known(event, decision, record.value()));
                        }
                    }
                });
    }

    private static boolean isDecision(SpecificRecord record) {
        return record instanceof Event event && (Erasure.is(event) || Decision.isType(event.getEventType()));
    }

    private void publishedAt(Event event, long offset) {
        if (Decision.isType(event.getEventType())) {
            published.found(RecordKey.of(event), offset);
        } else if (Erasure.is(event)) {
            Erasure.target(event).ifPresent(target -> published.found(target, offset));
        }
    }

    /** A decision on the log that the table may not have. Only a table that was lost applies it now, not in its turn. */
    private void known(Event event, Decision decision, byte[] value) {
        RecordKey request = request(event.getRunId(), decision.requestId());
        if (!filled || state.verdict(request) == null) {
            state.verdict(request, value);
        }
        if (!filled) {
            state.apply(event, decision);
        }
    }

    /**
     * Another ledger's decision, which was imported: it is taken as it is, and its request has its verdict. Imported
     * requests are passed over.
     */
    private void carried(Event event, boolean isItsTurn) {
        Optional<Decision> decision = Decision.readCarried(event).filter(found -> !state.isErased(RecordKey.of(event)));
        decision.map(found -> request(event.getRunId(), found.requestId()))
                .filter(request -> state.verdict(request) == null)
                .ifPresent(request -> {
                    state.decidedElsewhere(request);
                    if (isItsTurn) {
                        state.apply(event, decision.orElseThrow());
                    }
                });
    }

    private void register(LogRecordChecks.Checked checked) {
        if (checked.record() instanceof Artifact artifact) {
            state.register(artifact, checked.isHealing());
        } else if (checked.record() instanceof Event event) {
            if (Erasure.is(event)) {
                Erasure.target(event).ifPresent(state::erase);
            } else if (RegisteredFile.is(event) && !state.isErased(RecordKey.of(event))) {
                state.files().register(event, Objects.requireNonNull(event.getSubjectId()), checked.sequence());
            }
        }
    }

    private void answer(RequestType type, Event request, long createdAt, long offset) {
        RecordKey key = RecordKey.of(request);
        RecordKey decisionKey = request(request.getRunId(), Decision.id(key));
        byte[] stored = state.verdict(key);
        if (state.isErased(decisionKey) || (stored == null && (state.isErased(key) || state.isDecidedElsewhere(key)))) {
            return;
        }
        Event event =
                stored == null ? deciding.decide(type, request, createdAt) : sealed(read(stored), request, createdAt);
        byte[] value = stored != null && Decision.read(read(stored), seal).isPresent() ? stored : wire(event);
        state.verdict(key, value);
        Optional<Decision> decision = Decision.read(event, seal);
        decision.ifPresent(made -> state.apply(event, made));
        if (!published.isAfter(decisionKey, offset)) {
            append.accept(decisionKey.bytes(), value);
            published.appended(decisionKey);
        }
        if (stored == null) {
            decision.ifPresent(decided);
        }
    }

    /** A decision that was sealed with an earlier key is sealed with the current one, else it would be rejected. */
    private Event sealed(Event verdict, Event request, long createdAt) {
        return Decision.read(verdict, seal).isPresent()
                ? verdict
                : Decision.readVouched(verdict)
                        .map(decision -> decision.event(request, Instant.ofEpochMilli(createdAt), seal))
                        .orElse(verdict);
    }

    private static RecordKey request(String run, String event) {
        return new RecordKey(RecordKey.Kind.EVENT, run, event);
    }

    private byte[] wire(Event event) {
        byte[] wire = serializer.serialize("", event);
        if (wire == null) {
            throw new IllegalStateException("a decision has a value");
        }
        return wire;
    }

    private Event read(byte[] wire) {
        try {
            return (Event) reader.read(wire);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("a decision that was made cannot be read again", e);
        }
    }
}
