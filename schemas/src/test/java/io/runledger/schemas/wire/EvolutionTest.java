package io.runledger.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Readers and writers of v1 and of v1 with one more optional field understand each other. */
class EvolutionTest {
    private static final Schema TODAY = Contract.EVENT.schema();
    private static final Schema TOMORROW = withSeverity();

    private final MapRegistry registry = new MapRegistry();
    private final byte[] written = Written.by(new RecordSerializer(registry), Samples.event());

    @Test
    void todaysReaderReadsTomorrowsRecords() throws Exception {
        GenericRecord event = read(TOMORROW);
        event.put("severity", "high");
        int id = registry.register(Contract.EVENT.subject(), TOMORROW);

        assertThat(new RecordReader(registry).read(bytes(id, event))).isEqualTo(Samples.event());
    }

    @Test
    void tomorrowsReaderReadsTodaysRecords() throws Exception {
        GenericRecord event = read(TOMORROW);

        assertThat(event.get("severity")).hasToString("none");
        assertThat(event.get("event_id")).hasToString("e-1");
    }

    private GenericRecord read(Schema reader) throws IOException {
        byte[] body = Arrays.copyOfRange(written, WireFormat.HEADER, written.length);
        return new GenericDatumReader<GenericRecord>(TODAY, reader)
                .read(null, DecoderFactory.get().binaryDecoder(body, null));
    }

    private static byte[] bytes(int id, GenericRecord event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0, (byte) (id >>> 24), (byte) (id >>> 16), (byte) (id >>> 8), (byte) id});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(event.getSchema()).write(event, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static Schema withSeverity() {
        Schema.Field severity =
                new Schema.Field("severity", Schema.create(Schema.Type.STRING), "How bad it is.", "none");
        return Schema.createRecord(
                TODAY.getName(),
                TODAY.getDoc(),
                TODAY.getNamespace(),
                false,
                Stream.concat(
                                Stream.of(severity),
                                TODAY.getFields().stream().map(field -> new Schema.Field(field, field.schema())))
                        .collect(Collectors.toList()));
    }
}
