package io.runledger.cli.imports;

import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.restore.ArchivedRecord;
import io.runledger.bundle.restore.ArchivedRecords;
import io.runledger.cli.imports.ExistingRun.Found;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.streams.views.apply.LogRecordChecks;
import io.runledger.streams.views.log.Criteria;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings the records of a valid archive into a ledger: looks at all of them first, then appends what is new, in order, and
 * last checks that the ledger has it. It may end anywhere, and be done again: what the ledger has is passed over. Memory holds 16 bytes of
 * digest for each record.
 *
 * <p>Requests that were not decided where they come from are the ledger's own to decide. They are appended last, for the
 * guard must know what the other decisions made before.
 */
final class Import {
    private final Path archive;
    private final ImportLog log;
    private final ImportedRecord records;
    private final ExistingRuns existing;
    private final LogRecordChecks checks;

    Import(
            Path archive,
            ImportTarget target,
            ImportLog log,
            ImportedRecord records,
            ExistingRuns existing,
            RecordReader reader) {
        this.archive = archive;
        this.log = log;
        this.records = records;
        this.existing = existing;
        this.checks = new LogRecordChecks(
                reader, target.ledger().topic().partitions(), Criteria.of(target.ledger(), target.redaction()));
    }

    /** What is done with each record, given what the ledger has of its run. */
    private interface Comparing {
        void compare(ArchivedRecord record, ExistingRun existing);
    }

    private interface Taking {
        void take(ArchivedRecord record) throws IOException, InterruptedException;
    }

    /** @param objections gets a line for each record that the ledger would not take; if there is one, nothing is written */
    Plan run(Consumer<String> objections) throws IOException, InterruptedException {
        Plan plan = new Plan();
        eachWithItsRun(log.ends(), (record, of) -> plan.take(record, found(record, of, plan, objections)));
        if (plan.isRefused()) {
            return plan;
        }
        boolean[] tried = {false};
        each(record -> {
            if (plan.adds(record) && !plan.isUndecided(record)) {
                log.append(records.carried(record));
                if (!tried[0]) {
                    tried[0] = true;
                    requireTaken(record);
                }
            }
        });
        each(record -> {
            if (plan.adds(record) && plan.isUndecided(record)) {
                log.append(records.plain(record));
            }
        });
        log.flush();
        requireAll(plan);
        return plan;
    }

    private Found found(ArchivedRecord record, ExistingRun of, Plan plan, Consumer<String> objections) {
        Found found = of.find(record, records.content(record));
        switch (found) {
            case CONFLICT ->
                objections.accept(record.key() + ": the ledger has different content under this id [conflict]");
            case OTHER_DECISION ->
                objections.accept(record.key() + ": another decision gave this revision here [conflict]");
            case NEW ->
                checks.objection(records.carried(record)).ifPresent(objection -> {
                    plan.refuse();
                    objections.accept(record.key() + ": the record " + objection);
                });
            case THERE, ERASED -> {} // nothing is done about it
        }
        return found;
    }

    /** A ledger with another key, or another ledger, would take none of them. */
    private void requireTaken(ArchivedRecord first) throws IOException, InterruptedException {
        log.flush();
        ExistingRun now = existing.of(first.key().runId(), log.ends());
        if (now.find(first, records.content(first)) != Found.THERE) {
            throw new ClearFailure("The ledger did not take the first record, " + first.key()
                    + ", and no other was sent: RUNLEDGER_GUARD_KEY must be the ledger's own, and the URL that of the"
                    + " ledger on this Kafka; GET /rejects says more.");
        }
    }

    private void requireAll(Plan plan) throws IOException, InterruptedException {
        long[] missing = {0};
        eachWithItsRun(log.ends(), (record, of) -> {
            if (plan.adds(record) && of.find(record, records.content(record)) != Found.THERE) {
                missing[0]++;
            }
        });
        if (missing[0] > 0) {
            throw new ClearFailure("The ledger did not take " + missing[0]
                    + " of the records, for somebody wrote the same runs meanwhile: GET /rejects says more.");
        }
    }

    private void eachWithItsRun(Map<Integer, Long> ends, Comparing comparing) throws IOException, InterruptedException {
        ExistingRun[] of = {ExistingRun.NOTHING};
        String[] run = {""};
        each(record -> {
            if (!record.key().runId().equals(run[0])) {
                run[0] = record.key().runId();
                of[0] = existing.of(run[0], ends);
            }
            comparing.compare(record, of[0]);
        });
    }

    private void each(Taking taking) throws IOException, InterruptedException {
        try (ArchivedRecords all = ArchivedRecords.open(archive, Limits.DEFAULT)) {
            for (Optional<ArchivedRecord> next = all.next(); next.isPresent(); next = all.next()) {
                taking.take(next.get());
            }
        }
    }
}
