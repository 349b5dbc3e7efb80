package io.runledger.bundle.validate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.ContractViolationException;
import io.runledger.schemas.contract.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;

/**
 * An event or artifact keeps the contract of its record, field by field, as it would at a ledger's door. What it lacks is
 * told by {@link FieldsRule}.
 */
final class ContractRule implements ExportRule {
    private static final String STATUS = "status";
    private static final String PAYLOAD = "payload";

    private final ExportFile file;
    private final Contract<?> contract;
    private final List<String> fields;

    ContractRule(ExportFile file, Contract<?> contract) {
        this.file = file;
        this.contract = contract;
        this.fields = contract.schema().getFields().stream()
                .filter(field -> !ExportFields.isOfLedger(field))
                .map(Schema.Field::name)
                .toList();
    }

    @Override
    public void check(Line line, Findings findings) {
        if (line.file() != file) {
            return;
        }
        try (JsonParser parser = written(line.record()).traverse()) {
            parser.nextToken();
            contract.read(parser);
        } catch (ContractViolationException e) {
            e.problems().stream()
                    .filter(problem -> isThere(problem, line))
                    .forEach(problem -> findings.add(line, problem.pointer(), "contract", problem.detail()));
        } catch (IOException e) {
            throw new UncheckedIOException("JSON from memory", e);
        }
    }

    /** The record as it was written before anything was decided. */
    private ObjectNode written(ObjectNode record) {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        for (String name : fields) {
            JsonNode value = record.get(name);
            if (value != null) {
                written.set(name, value);
            }
        }
        if (written.has(STATUS)) {
            written.put(
                    STATUS, ArtifactStatus.DRAFT.word()); // every status that decisions can give is checked elsewhere
        }
        if (record.has(PayloadDigestRule.TEXT)) {
            written.put(PAYLOAD, true); // it has no canonical form, or not that one: the digest's rule looks at it
        }
        return written;
    }

    /** Metadata that came straight by Kafka need not have a canonical form. */
    private static boolean isThere(Problem problem, Line line) {
        return !problem.pointer().startsWith("/metadata/")
                && (problem.pointer().lastIndexOf('/') != 0
                        || line.record().has(problem.pointer().substring(1)));
    }
}
