package io.runledger.streams.guard;

import io.runledger.core.review.Decision;
import io.runledger.core.review.RegisteredFile;
import io.runledger.core.review.RequestType;
import io.runledger.core.storage.StoragePolicy;
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
 * Reads one partition in order and decides each request once. A verdict holds from the request's offset on; the decisions
 * that come back are passed over.
 *
 * <p><b>Crashes.</b> Records are delivered at least once, and the writes to the table survive as a prefix: of the changelog,
 * or of the local database, which may be ahead of the other. The verdict is written first, so whatever follows from it is
 * there only if it is. A record that is read again writes everything again (a verdict that the changelog lost is then in it,
 * too), never below the revision that stands. If a verdict was lost, nothing that came after it survived either; and as a
 * decision follows from what came before it and from the broker's time, deciding anew says the same.
 *
 * <p><b>Said once.</b> A decision is appended unless it follows its request on the log already. What a guard before this one
 * appended is not known from the table, in which a verdict comes before its decision is sent, nor from the group's offsets,
 * which lag behind and may be lost. So at its first request a guard looks at the rest of the log: decisions are there, in the
 * same partition, after what they answer ({@link Said}). Erased ones are not said again either. A request that is sent again
 * after its decision gets it again: its gateway may wait for it.
 *
 * <p><b>A lost table.</b> One without its mark first reads the log's history, to its end. It takes all decisions, for no
 * request may get a second one; but what else there is only below the first record that it is given, for the rest is yet to
 * come, each in its place. So it is the same whether the group's offsets survived or not.
 *
 * <p><b>Imported records</b> were decided where they came from: an imported request is not decided again, an imported
 * decision is taken as it is, and what is asked for from then on follows from it.
 *
 * <p>An event under an id that stands already with different content is rejected by the views; the guard knows only the ids of
 * requests, artifacts and erasures, and would decide such a request once all the same.
 */
final class GuardPartition {
    private final GuardState state;
    private final Deciding deciding;
    private final Seal seal;
    private final LogRecordChecks admission;
    private final RecordReader reader;
    private final RecordSerializer serializer;
    private final History history;
    private final BiConsumer<byte[], byte[]> append;
    private final Consumer<Decision> decided;
    private final Said said;
    private boolean filled;
    private boolean looked;

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
            StoragePolicy storage,
            History history,
            BiConsumer<byte[], byte[]> append,
            Consumer<Decision> decided) {
        this.seal = criteria.seal();
        this.history = history;
        this.append = append;
        this.decided = decided;
        reader = new RecordReader(registry);
        admission = new LogRecordChecks(reader, partitions, criteria);
        serializer = new RecordSerializer(registry);
        state = new GuardState(table);
        said = new Said(table);
        deciding = new Deciding(state, seal, storage);
        filled = state.isFilled();
    }

    void process(ConsumerRecord<byte[], byte[]> record) {
        if (!filled) {
            history.read(record.partition(), 0, past -> remember(past, record.offset()));
            state.filled();
            filled = true;
            looked = true;
        }
        admission.admit(record, GuardPartition::concerns).ifPresent(admitted -> {
            note(admitted);
            if (!(admitted.record() instanceof Event event)) {
                return;
            }
            said.read(RecordKey.of(event));
            if (admitted.isCarried()) {
                carried(event, true);
            } else {
                RequestType.ofEventType(event.getEventType()).ifPresent(type -> {
                    lookAhead(record);
                    answer(type, event, admitted.createdAt(), record.offset());
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
        if (!looked) {
            history.read(request.partition(), request.offset() + 1, ahead -> remember(ahead, request.offset()));
            looked = true;
        }
    }

    /**
     * Takes from the log's history what will not come in its turn, and every decision.
     *
     * @param first the offset of the first record that will be processed
     */
    private void remember(ConsumerRecord<byte[], byte[]> record, long first) {
        admission
                .admit(record, filled ? GuardPartition::isSaid : GuardPartition::concerns)
                .ifPresent(admitted -> {
                    if (record.offset() < first) {
                        note(admitted);
                    }
                    if (admitted.record() instanceof Event event) {
                        if (record.offset() > first) {
                            said(event, record.offset());
                        }
                        if (admitted.isCarried()) {
                            carried(event, record.offset() < first);
                        } else {
                            Decision.readVouched(event).ifPresent(decision -> known(event, decision, record.value()));
                        }
                    }
                });
    }

    private static boolean isSaid(SpecificRecord record) {
        return record instanceof Event event && (Erasure.is(event) || Decision.isType(event.getEventType()));
    }

    private void said(Event event, long offset) {
        if (Decision.isType(event.getEventType())) {
            said.found(RecordKey.of(event), offset);
        } else if (Erasure.is(event)) {
            Erasure.target(event).ifPresent(target -> said.found(target, offset));
        }
    }

    /** What the log says was decided, where the table does not say it. Only a table that was lost is not told in its turn. */
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
     * Another guard's decision, which was imported: it stands as it is, and its request has its verdict. Imported requests
     * are passed over.
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

    private void note(LogRecordChecks.Admitted admitted) {
        if (admitted.record() instanceof Artifact artifact) {
            state.register(artifact, admitted.isHealing());
        } else if (admitted.record() instanceof Event event) {
            if (Erasure.is(event)) {
                Erasure.target(event).ifPresent(state::erase);
            } else if (RegisteredFile.is(event) && !state.isErased(RecordKey.of(event))) {
                state.files().register(event, Objects.requireNonNull(event.getSubjectId()), admitted.sequence());
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
        if (!said.isAfter(decisionKey, offset)) {
            append.accept(decisionKey.bytes(), value);
            said.appended(decisionKey);
        }
        if (stored == null) {
            decision.ifPresent(decided);
        }
    }

    /** What was decided under another key says the same under this one, else nobody would take it. */
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
