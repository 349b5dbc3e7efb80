package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.schemas.contract.PayloadSamples.Mutation;
import io.runledger.schemas.contract.PayloadSamples.Sample;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;

/** For any schema: what fits it passes, what does not is reported where it is, and Avro says the same. */
class PayloadContractPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 1_000)
    void takesWhatAvroReads(@ForAll long seed) throws IOException {
        PayloadSamples samples = new PayloadSamples(seed);
        Schema schema = samples.record();
        Sample sample = samples.value(schema);

        assertThat(problems(schema, sample.plain())).as("%s %s", schema, sample).isEmpty();
        // Throws if it cannot; what it reads is not ours to test.
        assertThat(new GenericDatumReader<>(schema)
                        .read(
                                null,
                                DecoderFactory.get()
                                        .jsonDecoder(schema, sample.avro().toString())))
                .isNotNull();
    }

    @Property(tries = 500)
    void reportsEverySingleMutationWhereItIs(@ForAll long seed) throws IOException {
        PayloadSamples samples = new PayloadSamples(seed);
        Schema schema = samples.record();
        Sample sample = samples.value(schema);

        assertThat(samples.mutations()).isNotEmpty();
        for (Mutation mutation : samples.mutations()) {
            JsonNode mutated = mutated(sample.plain(), mutation);

            assertThat(problems(schema, mutated))
                    .as("%s %s %s", schema, sample.plain(), mutation)
                    .extracting(Problem::pointer)
                    .containsExactly(mutation.at());
        }
    }

    private static List<Problem> problems(Schema schema, JsonNode payload) throws IOException {
        return new PayloadContract(schema).problems(JSON.writeValueAsString(payload), "");
    }

    private static JsonNode mutated(JsonNode value, Mutation mutation) {
        JsonPointer at = JsonPointer.compile(mutation.at());
        if (at.matches()) {
            return mutation.value();
        }
        JsonNode copy = value.deepCopy();
        JsonNode parent = copy.at(at.head());
        if (parent instanceof ArrayNode items) {
            items.set(at.last().getMatchingIndex(), mutation.value());
        } else if (mutation.value().isMissingNode()) {
            ((ObjectNode) parent).remove(at.last().getMatchingProperty());
        } else {
            ((ObjectNode) parent).set(at.last().getMatchingProperty(), mutation.value());
        }
        return copy;
    }
}
