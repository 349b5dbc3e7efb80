package io.runledger.schemas.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A payload contract that comes with the ledger: of the event types that a run's lifecycle is told by. Immutable.
 *
 * @param published every version that was ever published, oldest first
 */
public record BuiltInPayload(String eventType, Schema schema, List<Schema> published) {
    public static final String RUN_STARTED = "run.started";
    public static final String RUN_FINISHED = "run.finished";

    private static final List<BuiltInPayload> ALL = List.of(
            read(RUN_STARTED),
            read(RUN_FINISHED),
            read("tool.called"),
            read("evidence.retrieved"),
            read("eval.scored"),
            read("eval.gated"));

    public BuiltInPayload {
        published = List.copyOf(published);
    }

    public static List<BuiltInPayload> all() {
        return ALL;
    }

    public String subject() {
        return PayloadContract.subject(eventType);
    }

    /** Whether a schema is one of ours of any time, rather than somebody else's. */
    public boolean isOurs(Schema found) {
        return published.stream().anyMatch(ours -> new SchemaChange(found, ours, 0).isNone());
    }

    private static BuiltInPayload read(String eventType) {
        Schema schema = resource("payload/" + eventType + ".avsc")
                .orElseThrow(() -> new IllegalStateException("there is no contract of " + eventType));
        List<Schema> published = new ArrayList<>();
        Optional<Schema> next = Optional.of(schema);
        while (next.isPresent()) {
            next = resource("published/" + PayloadContract.subject(eventType) + "/" + (published.size() + 1) + ".avsc");
            next.ifPresent(published::add);
        }
        return new BuiltInPayload(eventType, schema, published);
    }

    private static Optional<Schema> resource(String name) {
        try (InputStream text = BuiltInPayload.class.getResourceAsStream("/io/runledger/v1/" + name)) {
            return text == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(text));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the contract " + name, e);
        }
    }
}
