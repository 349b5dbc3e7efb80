package io.runledger.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.Samples;
import io.runledger.schemas.wire.UnreadableRecordException.Reason;
import io.runledger.v1.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class CodecTest {
    private final MapRegistry registry = new MapRegistry();
    private final RecordSerializer serializer = new RecordSerializer(registry);
    private final RecordReader reader = new RecordReader(registry);

    @Test
    void writesAHeaderAndThenPlainAvro() throws Exception {
        int id = registry.register(Contract.EVENT.subject(), Contract.EVENT.schema());

        byte[] bytes = Written.by(serializer, Samples.event());

        assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, id >>> 24, id >>> 16 & 0xff, id >>> 8 & 0xff, id & 0xff);
        assertThat(Arrays.copyOfRange(bytes, 5, bytes.length)).isEqualTo(plainAvro(Samples.event()));
    }

    @Test
    void readsWhatItWrote() throws Exception {
        for (SpecificRecord record : List.of(Samples.event(), Samples.artifact(), Samples.event())) {
            assertThat(reader.read(Written.by(serializer, record))).isEqualTo(record);
        }
    }

    @Test
    void passesErasuresThrough() {
        assertThat(serializer.serialize("log", null)).isNull();
        try (RecordDeserializer deserializer = new RecordDeserializer()) {
            assertThat(deserializer.deserialize("log", null)).isNull();
        }
    }

    @Test
    void saysWhyBytesAreNoRecord() throws Exception {
        int text = registry.register("text", Schema.create(Schema.Type.STRING));
        int other = registry.register(
                "other",
                SchemaBuilder.record("org.example.Other")
                        .fields()
                        .requiredString("a")
                        .endRecord());
        byte[] event = Written.by(serializer, Samples.event());

        assertThat(reason(new byte[0])).isEqualTo(Reason.NOT_WIRE_FORMAT);
        assertThat(reason(new byte[] {0, 0, 0, 1})).isEqualTo(Reason.NOT_WIRE_FORMAT);
        assertThat(reason("{\"event\":1}".getBytes(StandardCharsets.UTF_8))).isEqualTo(Reason.NOT_WIRE_FORMAT);
        assertThat(reason(new byte[] {0, 9, 9, 9, 9, 1})).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(reason(header(text))).isEqualTo(Reason.UNKNOWN_RECORD);
        assertThat(reason(header(other))).isEqualTo(Reason.UNKNOWN_RECORD);
        assertThat(reason(Arrays.copyOf(event, event.length - 1))).isEqualTo(Reason.UNDECODABLE);
        assertThat(reason(Arrays.copyOf(event, event.length + 1))).isEqualTo(Reason.UNDECODABLE);
        assertThat(reason(Arrays.copyOf(event, 5))).isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void refusesAWritersSchemaThatTodaysContractCannotRead() throws Exception {
        Schema broken = SchemaBuilder.record(Contract.EVENT.subject())
                .fields()
                .requiredLong("run_id")
                .endRecord();
        int id = registry.register("broken", broken);

        assertThat(reason(Arrays.copyOf(header(id), 6))).isEqualTo(Reason.UNDECODABLE);
    }

    @Property(tries = 3_000)
    void noBytesDoMoreThanNotBeingARecord(
            @ForAll byte @Size(max = 120) [] tail, @ForAll boolean artifact, @ForAll boolean headed) {
        MapRegistry known = new MapRegistry();
        int event = known.register(Contract.EVENT.subject(), Contract.EVENT.schema());
        int other = known.register(Contract.ARTIFACT.subject(), Contract.ARTIFACT.schema());
        byte[] bytes = headed ? joined(header(artifact ? other : event), tail) : tail;

        try {
            assertThat(new RecordReader(known).read(bytes)).isNotNull();
        } catch (UnreadableRecordException e) {
            assertThat(e.reason()).isNotNull();
        }
    }

    @Property(tries = 3_000)
    void noDamageDoesMoreThanMakeARecordUnreadable(@ForAll int place, @ForAll byte value) {
        byte[] bytes = Written.by(serializer, Samples.artifact());
        bytes[5 + Math.floorMod(place, bytes.length - 5)] = value;

        try {
            assertThat(reader.read(bytes)).isNotNull();
        } catch (UnreadableRecordException e) {
            assertThat(e.reason()).isEqualTo(Reason.UNDECODABLE);
        }
    }

    @Test
    void tellsKafkaInItsOwnWords() {
        try (RecordDeserializer deserializer = new RecordDeserializer()) {
            deserializer.configure(Map.of(RecordSerializer.REGISTRY_URL, "http://127.0.0.1:9"), false);

            assertThatThrownBy(() -> deserializer.deserialize("log", new byte[] {1}))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("log");
        }
    }

    private Reason reason(byte[] bytes) {
        try {
            throw new AssertionError("read as " + reader.read(bytes));
        } catch (UnreadableRecordException e) {
            return e.reason();
        }
    }

    private static byte[] header(int id) {
        return new byte[] {0, (byte) (id >>> 24), (byte) (id >>> 16), (byte) (id >>> 8), (byte) id};
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] bytes = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, bytes, head.length, tail.length);
        return bytes;
    }

    private static byte[] plainAvro(Event event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<SpecificRecord>(SpecificData.get().getSchema(Event.class)).write(event, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
