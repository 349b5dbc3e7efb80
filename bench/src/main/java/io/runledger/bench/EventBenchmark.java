package io.runledger.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.runledger.core.redaction.Content;
import io.runledger.core.redaction.RecordRedaction;
import io.runledger.core.redaction.Redaction;
import io.runledger.schemas.contract.CanonicalJson;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.schemas.wire.UnreadableRecordException;
import io.runledger.v1.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is done to an event on its way to the log and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventBenchmark {
    private static final int MANY = 1_024;

    private final SchemaRegistry registry = new HeldSchemas();
    private final RecordSerializer serializer = new RecordSerializer(registry);
    private final RecordReader reader = new RecordReader(registry);
    private final JsonFactory json = new JsonFactory();
    private final List<Event> events =
            new Events(1).next(MANY).stream().map(MadeEvent::record).toList();
    private final List<byte[]> payloads =
            events.stream().map(event -> event.getPayload().getBytes(UTF_8)).toList();
    private final List<byte[]> encoded =
            events.stream().map(event -> serializer.serialize("", event)).toList();
    private final RecordRedaction redaction = new RecordRedaction(Redaction.builtIn());
    private int next;

    private int turn() {
        return next++ % MANY;
    }

    @Benchmark
    public byte @Nullable [] encode() {
        return serializer.serialize("", events.get(turn()));
    }

    @Benchmark
    public SpecificRecord decode() throws UnreadableRecordException {
        return reader.read(encoded.get(turn()));
    }

    @Benchmark
    public Object digest() {
        return PayloadDigest.of(events.get(turn()).getPayload());
    }

    @Benchmark
    public String canonicalJson() throws IOException {
        try (JsonParser parser = json.createParser(payloads.get(turn()))) {
            parser.nextToken();
            return CanonicalJson.read(parser, new ArrayList<>());
        }
    }

    @Benchmark
    public Object redactAtDoor() {
        return redaction.clean(events.get(turn()), Content.DROP);
    }

    @Benchmark
    public Object findSecrets() {
        return redaction.secrets(events.get(turn()));
    }
}
