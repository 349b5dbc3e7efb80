package io.runledger.streams.views.apply;

import io.runledger.schemas.contract.ContentRule;
import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.schemas.wire.UnreadableRecordException;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.ApplyOutcome;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.RejectReason;
import io.runledger.streams.views.model.States;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.Subject;
import io.runledger.v1.Event;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;

/**
 * What a record of the log does to the state of its partition. The state must follow from the last record of each key
 * alone. So the first content under an id stays; a retry gives it a newer place and origin; a healing copy wins over
 * what is stored; an erasure wins over everything. Of an artifact's or a task's states the one with the highest
 * revision is current, whatever the order. What compaction would drop nevertheless is noted in the outbox, for {@code
 * Mender}.
 */
final class LogRules {
    private final Database database;
    private final RecordChecks checks;
    private final RecordReader reader;
    private final int partitions;

    /** Whether anything was erased; null until that is looked up. */
    private @Nullable Boolean anyErased;

    LogRules(Database database, SchemaRegistry registry, int partitions, Criteria criteria) {
        this.database = database;
        this.reader = new RecordReader(registry);
        this.partitions = partitions;
        this.checks = new RecordChecks(reader, partitions, criteria);
    }

    /**
     * Applies a validated record. What {@code changes} hold already must be of other keys, and of no record that is
     * alone.
     */
    ApplyOutcome apply(ValidatedRecord validated, ApplyBatch changes) {
        LogRecord record = validated.record();
        Optional<RecordKey> key = validated.key();
        if (key.isEmpty()) {
            return malformed(record, changes);
        }
        RecordChecks.Finding finding = validated.finding();
        if (finding == null) {
            return tombstone(key.get(), record, changes);
        }
        if (finding instanceof RecordChecks.Rejected rejected && rejected.reason() == RejectReason.SECRET) {
            return secret(rejected, key.get(), record, changes);
        }
        if (finding instanceof RecordChecks.Rejected rejected) {
            mend(key.get(), changes);
            return reject(rejected.reason(), rejected.detail(), record, changes);
        }
        return accept((RecordChecks.Accepted) finding, record, changes);
    }

    /**
     * Removes a secret from the log: something else has to follow under its key, if only a null value. A key that is
     * itself secret cannot be noted, so its record stays on the log until somebody erases it.
     */
    private ApplyOutcome secret(RecordChecks.Rejected rejected, RecordKey key, LogRecord record, ApplyBatch changes) {
        byte[] shown = checks.shown(record.key());
        if (Arrays.equals(shown, record.key())) {
            changes.mend(key);
        }
        return reject(rejected.reason(), rejected.detail(), record.withoutContent(shown), changes);
    }

    private ApplyOutcome malformed(LogRecord record, ApplyBatch changes) {
        byte[] shown = checks.shown(record.key());
        byte[] value = record.value();
        boolean secret = !Arrays.equals(shown, record.key())
                || (value != null && checks.secretIn(value).isPresent());
        return secret
                ? reject(
                        RejectReason.SECRET,
                        "holds a secret, and has a key that is not kind/run_id/id",
                        record.withoutContent(shown),
                        changes)
                : reject(RejectReason.MALFORMED_KEY, "has a key that is not kind/run_id/id", record, changes);
    }

    private ApplyOutcome accept(RecordChecks.Accepted accepted, LogRecord record, ApplyBatch changes) {
        ViewEntry entry = unshared(accepted, record);
        boolean heals = accepted.place().isHealing();
        if (isErased(entry.key())) {
            mend(entry.key(), changes);
            return reject(RejectReason.ERASED, "was erased for good before it came", record, changes);
        }
        Optional<ViewEntry> stored = stored(entry.key());
        boolean same = stored.isPresent() && isSame(stored.get(), entry);
        if (stored.isPresent() && !same && !heals && isRetry(stored.get(), entry)) {
            mend(entry.key(), changes);
            return ApplyOutcome.DUPLICATE;
        }
        if (stored.isPresent() && !same && !heals) {
            mend(entry.key(), changes);
            return reject(
                    RejectReason.CONFLICT,
                    "has different content from the record that has had its id since sequence "
                            + stored.get().place().sequence(),
                    record,
                    changes);
        }
        stored.ifPresent(changes::remove);
        changes.add(stated(entry));
        if (accepted.isOld()) {
            changes.mend(entry.key()); // once, sealed: a copy of this log has no mark for it
        } else if (heals) {
            changes.settle(entry.key());
        }
        if (entry.record() instanceof Event event && Erasure.is(event)) {
            erase(Erasure.target(event).orElseThrow(), changes);
        }
        follow(changes);
        return same ? ApplyOutcome.DUPLICATE : ApplyOutcome.APPLIED;
    }

    /** No two records have the same place: a header without a seal that names a place which is taken is ignored. */
    private ViewEntry unshared(RecordChecks.Accepted accepted, LogRecord record) {
        ViewEntry entry = accepted.entry();
        if (!accepted.place().isOld()) {
            return entry;
        }
        byte[] own = database.get(Family.IDS, Layout.id(entry.key()));
        long sequence = entry.place().sequence();
        boolean taken = (own == null || KeyReader.number(own, 0) != sequence)
                && Arrays.stream(RecordKey.Kind.values())
                        .anyMatch(kind -> database.get(Family.POSTINGS, Layout.following(kind, sequence)) != null);
        return taken ? entry.at(record.place()) : entry;
    }

    /** A null value: the second half of an erasure, or what a record that was moved home has left in its place. */
    private ApplyOutcome tombstone(RecordKey key, LogRecord record, ApplyBatch changes) {
        if (RunPartition.of(key.runId(), partitions) != record.partition()) {
            record.moved().ifPresent(changes::cameHome);
            if (record.erasesSecret()) {
                changes.settle(key);
            }
            return ApplyOutcome.ERASED;
        }
        if (isErased(key)) {
            changes.settle(key);
            return ApplyOutcome.ERASED;
        }
        boolean isStored = database.get(Family.IDS, Layout.id(key)) != null;
        if (record.erasesSecret() && !isStored) {
            changes.settle(key);
            return ApplyOutcome.ERASED;
        }
        mend(key, changes);
        return record.erasesSecret()
                ? ApplyOutcome.ERASED
                : reject(
                        RejectReason.UNEXPLAINED_NULL,
                        "has no value, and no erasure explains that",
                        record.withoutContent(checks.shown(record.key())),
                        changes);
    }

    private void erase(RecordKey target, ApplyBatch changes) {
        if (isErased(target)) {
            return;
        }
        stored(target).ifPresent(changes::remove);
        anyErased = true;
        changes.put(Family.ERASED, target.bytes(), new byte[0]);
        if (target.isReadable()) { // else no record can be under that key, and no tombstone could be read
            changes.mend(target);
        }
    }

    /**
     * If a record is stored under this key, it is no longer the last of its key on the log and has to be appended
     * again.
     */
    private void mend(RecordKey key, ApplyBatch changes) {
        if (isErased(key) || database.get(Family.IDS, Layout.id(key)) != null) {
            changes.mend(key);
        }
    }

    private static ApplyOutcome reject(RejectReason reason, String detail, LogRecord record, ApplyBatch changes) {
        changes.reject(reason, detail, record);
        return ApplyOutcome.REJECTED;
    }

    private boolean isErased(RecordKey key) {
        if (anyErased == null) {
            anyErased = database.isAny(Family.ERASED);
        }
        return anyErased && database.get(Family.ERASED, key.bytes()) != null;
    }

    /** Moves what decisions are about to where its new state puts it. */
    private void follow(ApplyBatch changes) {
        if (changes.decided().isEmpty()) {
            return;
        }
        try (ReadOptions options = new ReadOptions()) {
            States states = new States(database, options);
            changes.decided().forEach(subject -> follow(subject, changes, states));
        }
    }

    private void follow(Subject subject, ApplyBatch changes, States states) {
        Optional<GivenState> before = states.current(subject);
        Optional<GivenState> after = changes.state(subject, states);
        if (after.equals(before)) {
            return;
        }
        switch (subject.kind()) {
            case ARTIFACT ->
                stored(new RecordKey(RecordKey.Kind.ARTIFACT, subject.runId(), subject.id()))
                        .ifPresent(artifact -> {
                            changes.remove(artifact);
                            changes.add(artifact.under(after));
                        });
            case TASK -> {
                before.map(state -> state.task().bundleId())
                        .ifPresent(bundle -> changes.delete(Family.STATES, Layout.taskOfBundle(bundle, subject)));
                after.map(state -> state.task().bundleId())
                        .ifPresent(bundle ->
                                changes.put(Family.STATES, Layout.taskOfBundle(bundle, subject), new byte[0]));
            }
        }
    }

    private ViewEntry stated(ViewEntry entry) {
        if (!entry.isArtifact()) {
            return entry;
        }
        try (ReadOptions options = new ReadOptions()) {
            return entry.under(new States(database, options));
        }
    }

    private Optional<ViewEntry> stored(RecordKey key) {
        byte[] sequence = database.get(Family.IDS, Layout.id(key));
        if (sequence == null) {
            return Optional.empty();
        }
        byte[] value =
                database.get(Family.RECORDS, Layout.record(key.kind(), key.runId(), KeyReader.number(sequence, 0)));
        if (value == null) {
            throw new IllegalStateException("an id of the views points to no record");
        }
        Place place = new Place(KeyReader.number(sequence, 0), KeyReader.number(value, 0));
        byte[] wire = StoredRecord.wire(value);
        try {
            return Optional.of(stated(ViewEntry.of(reader.read(wire), place, StoredRecord.origin(value), wire)));
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("a record that was applied cannot be read again", e);
        }
    }

    /**
     * Whether only what the gateway filled in differs: the first content stays, and is appended again lest compaction
     * drop it.
     */
    private static boolean isRetry(ViewEntry stored, ViewEntry entry) {
        return ContentRule.isSame(stored.record(), entry.record());
    }

    /** Whether they have the same bytes, or are the same record in another writer's schema. */
    private static boolean isSame(ViewEntry stored, ViewEntry entry) {
        return Arrays.equals(stored.wire(), entry.wire()) || stored.record().equals(entry.record());
    }
}
