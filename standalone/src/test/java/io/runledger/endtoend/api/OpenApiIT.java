package io.runledger.endtoend.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.runledger.endtoend.ledger.ApiDescription;
import io.runledger.endtoend.ledger.AttachedLedger;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.SharedLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API's description and the running server say the same. {@link LedgerApi} checks every answer besides. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith(SharedLedger.class)
final class OpenApiIT {
    private final TestLedger ledger;
    private final LedgerApi api;

    OpenApiIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void describesEveryRouteAndNoOther() {
        assertThat(ApiDescription.operations()).isEqualTo(ledger.routes());
    }

    @Test
    void isServed() throws Exception {
        assertThat(api.get("/openapi.json").expect(200).json()).isEqualTo(ApiDescription.DOCUMENT);
    }

    @Test
    void pointsToWhatIsThere() {
        List<String> references = new ArrayList<>();
        ApiDescription.DOCUMENT.findValues("$ref").forEach(reference -> references.add(reference.asText()));

        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        ApiDescription.DOCUMENT.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void hasSchemasThatAreSchemas() {
        JsonNode schemas = ApiDescription.DOCUMENT.path("components").path("schemas");
        JsonNode meta = new ObjectMapper().createObjectNode().put("$ref", VersionFlag.V202012.getId());

        schemas.forEach(schema -> assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(meta)
                        .validate(schema))
                .isEmpty());
    }

    @Test
    void namesEachParameterOfPath() {
        ApiDescription.DOCUMENT.path("paths").properties().forEach(path -> path.getValue()
                .forEach(operation -> {
                    Set<String> described = new TreeSet<>();
                    operation.path("parameters").forEach(reference -> {
                        JsonNode parameter = ApiDescription.DOCUMENT.at(
                                reference.path("$ref").asText().substring(1));
                        if (parameter.path("in").asText().equals("path")) {
                            described.add("{" + parameter.path("name").asText() + "}");
                        }
                    });
                    Set<String> named = new TreeSet<>(List.of(path.getKey().split("/", -1)));
                    named.removeIf(step -> !step.startsWith("{"));
                    assertThat(described).as(path.getKey()).isEqualTo(named);
                }));
    }

    @Test
    void describesReadyAndHealthy() throws Exception {
        assertThat(api.get("/health").expect(200).json().path("status").asText())
                .isEqualTo("ok");
        // One of several nodes has the lags of those partitions that it applies.
        assertThat(api.get("/ready").expect(200).json().path("lag"))
                .hasSizeBetween(AttachedLedger.current().isPresent() ? 1 : 12, 12);
    }
}
