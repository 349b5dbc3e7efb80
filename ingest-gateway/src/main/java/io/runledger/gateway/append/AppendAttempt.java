package io.runledger.gateway.append;

import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Problem;
import io.runledger.schemas.log.RecordKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The append of one record under its id, and those who sent a record under the same id meanwhile. Thread-safe. */
final class AppendAttempt implements AppendCallback {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final RecentAppends window;
    private final RecordKey key;
    private final Schema schema;
    private final ContentPrint print;
    private final AppendCallback first;
    private @Nullable List<Joined> joined;
    private @Nullable Receipt receipt;
    private @Nullable RuntimeException failure;

    AppendAttempt(RecentAppends window, RecordKey key, Schema schema, ContentPrint print, AppendCallback first) {
        this.window = window;
        this.key = key;
        this.schema = schema;
        this.print = print;
        this.first = first;
    }

    /** One who waits for this append's outcome. */
    private record Joined(ContentPrint print, AppendCallback outcome) {}

    ContentPrint print() {
        return print;
    }

    /** Tells {@code outcome} what it is for a record with this content, at once or when it is known. */
    void join(ContentPrint content, AppendCallback outcome) {
        Joined other = new Joined(content, outcome);
        synchronized (this) {
            if (receipt == null && failure == null) {
                joined = joined == null ? new ArrayList<>(1) : joined;
                joined.add(other);
                return;
            }
        }
        tell(other);
    }

    @Override
    public void accepted(Receipt known) {
        window.accepted(key, this, known);
        List<Joined> others = settle(known, null);
        first.accepted(known);
        others.forEach(this::tell);
    }

    /** The log does not say so: only who remembers what it was told does. */
    @Override
    public void again(Receipt known, ContentPrint content) {
        accepted(known);
    }

    @Override
    public void failed(RuntimeException why) {
        window.dropped(key, this);
        List<Joined> others = settle(null, why);
        first.failed(why);
        others.forEach(this::tell);
    }

    private synchronized List<Joined> settle(@Nullable Receipt known, @Nullable RuntimeException why) {
        receipt = known;
        failure = why;
        List<Joined> others = joined == null ? List.of() : joined;
        joined = null;
        return others;
    }

    private void tell(Joined other) {
        Receipt known;
        RuntimeException why;
        synchronized (this) {
            known = receipt;
            why = failure;
        }
        if (known != null) {
            answer(key, schema, print, known, other.print, other.outcome);
        } else if (why != null && print.differences(schema, other.print).isEmpty()) {
            other.outcome.failed(why);
        } else {
            other.outcome.failed(ProblemException.unavailable(
                            "another record under this id was on its way and may or may not be on the log; send this"
                                    + " one again",
                            RETRY_AFTER)
                    .with("outcome", "not-written")
                    .with("run_id", key.runId())
                    .with(key.kind().word() + "_id", key.id()));
        }
    }

    /** The first receipt for the same content, a conflict for another. */
    static void answer(
            RecordKey key,
            Schema schema,
            ContentPrint print,
            Receipt receipt,
            ContentPrint content,
            AppendCallback outcome) {
        List<Problem> differences = print.differences(schema, content);
        if (differences.isEmpty()) {
            outcome.again(receipt, print);
        } else {
            outcome.failed(ProblemException.conflict(
                            "the log has different content under this id, and a record never changes; give this one"
                                    + " another id",
                            differences)
                    .with("run_id", key.runId())
                    .with(key.kind().word() + "_id", key.id())
                    .with("position", receipt.position()));
        }
    }
}
