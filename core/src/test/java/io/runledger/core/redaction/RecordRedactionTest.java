package io.runledger.core.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.schemas.contract.Samples;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Every text of a record is looked at; the contract says in which a secret is replaced. */
final class RecordRedactionTest {
    private static final String SECRET = "postgres://app:Tr0ub4dor-n8x2@db.internal/orders";

    private final RecordRedaction redaction = new RecordRedaction(Redaction.builtIn());

    @Test
    void secretIsReplacedWhereTheContractSaysSoAndRefusedElsewhere() {
        for (SpecificRecord sample : List.of(Samples.event(), Samples.artifact())) {
            Set<String> replaced = new TreeSet<>();
            Set<String> refused = new TreeSet<>();
            for (Schema.Field field : sample.getSchema().getFields()) {
                if (!isText(field) || field.getObjectProp("ledger") != null) {
                    continue;
                }
                RecordRedaction.Cleaned<SpecificRecord> cleaned = redaction.clean(with(sample, field), Content.KEEP);
                assertThat(cleaned.left().isEmpty())
                        .as("%s: either replaced or refused", field.name())
                        .isNotEqualTo(cleaned.hits().isEmpty());
                (cleaned.left().isEmpty() ? replaced : refused).add(field.name());
            }
            assertThat(replaced).containsExactlyElementsOf(promised(sample.getSchema()));
            assertThat(refused).contains("run_id").isNotEmpty();
        }
    }

    @Test
    void whatIsWrittenForPeopleIsReplaced() {
        assertThat(promised(Samples.artifact().getSchema()))
                .containsExactly("filename", "metadata", "summary", "tags", "title");
        assertThat(promised(Samples.event().getSchema())).containsExactly("payload");
    }

    private static Set<String> promised(Schema schema) {
        Set<String> fields = new TreeSet<>();
        for (Schema.Field field : schema.getFields()) {
            if (Boolean.TRUE.equals(field.getObjectProp("redacted"))
                    || String.valueOf(field.getProp("format")).startsWith("json")) {
                fields.add(field.name());
            }
        }
        return fields;
    }

    private static boolean isText(Schema.Field field) {
        return branches(field.schema()).stream()
                .anyMatch(branch -> branch.getType() == Schema.Type.STRING
                        || (branch.getType() == Schema.Type.ARRAY
                                && branch.getElementType().getType() == Schema.Type.STRING));
    }

    private static List<Schema> branches(Schema schema) {
        return schema.isUnion() ? schema.getTypes() : List.of(schema);
    }

    private static SpecificRecord with(SpecificRecord sample, Schema.Field field) {
        SpecificRecord record = SpecificData.get().deepCopy(sample.getSchema(), sample);
        boolean isList = branches(field.schema()).stream().anyMatch(branch -> branch.getType() == Schema.Type.ARRAY);
        boolean isJson = String.valueOf(field.getProp("format")).startsWith("json");
        record.put(field.pos(), isList ? List.of(SECRET) : isJson ? "{\"url\":\"" + SECRET + "\"}" : SECRET);
        return record;
    }
}
