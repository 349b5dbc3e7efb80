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
 * <p><b>A lost table.</b> One without its mark first reads the log's history, to its end. It takes all decisions, for no
 * request may get a second one; but what else there is only below the first record that it is given, for the rest is yet to
 * come, each in its place. So it is the same whether the group's offsets survived or not.
 *
 * <p><b>Imported records</b> were decided where they came from: an imported request is not decided again, an imported
 * decision is taken as it is, and what is asked for from then on follows from it.
 *
 * <p>An event under an id that stands already with another content is rejected by the views; the guard knows only the ids of
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
    private boolean filled;

    /**
     * Makes it of what the table has.
     *
     * @param append takes the key and the value of a decision; called again with the same when a request is read again
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
        deciding = new Deciding(state, seal, storage);
        filled = state.isFilled();
    }

    void process(ConsumerRecord<byte[], byte[]> record) {
        if (!filled) {
            history.read(record.partition(), past -> remember(past, record.offset()));
            state.filled();
            filled = true;
        }
        admission.admit(record, GuardPartition::concerns).ifPresent(admitted -> {
            note(admitted);
            if (admitted.record() instanceof Event event && admitted.isCarried()) {
                carried(event, true);
            } else if (admitted.record() instanceof Event event) {
                RequestType.ofEventType(event.getEventType())
                        .ifPresent(type -> answer(type, event, admitted.createdAt()));
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

    /** @param first the offset of the first record that will be processed */
    private void remember(ConsumerRecord<byte[], byte[]> record, long first) {
        admission.admit(record, GuardPartition::concerns).ifPresent(admitted -> {
            if (record.offset() < first) {
                note(admitted);
            }
            if (admitted.record() instanceof Event event && admitted.isCarried()) {
                carried(event, record.offset() < first);
            } else if (admitted.record() instanceof Event event) {
                Decision.readVouched(event).ifPresent(decision -> {
                    state.verdict(request(event.getRunId(), decision.requestId()), record.value());
                    state.apply(event, decision);
                });
            }
        });
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

    private void answer(RequestType type, Event request, long createdAt) {
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
        append.accept(decisionKey.bytes(), value);
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
