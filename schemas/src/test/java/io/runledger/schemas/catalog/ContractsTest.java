package io.runledger.schemas.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.schemas.contract.BuiltInPayload;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.wire.RegistryClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContractsTest {
    private final ServedRegistry registry;

    ContractsTest() throws IOException {
        registry = new ServedRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private void start() {
        RegistryClient client = registry.client();
        try (SchemaCatalog catalog = new SchemaCatalog(client, new MemoryLog(), "t")) {
            Contracts.registerAll(client, catalog, new LogTopic("runledger.log", 12, (short) 1, Duration.ofHours(1)));
        }
    }

    @Test
    void makesTheRegistryReadyForTheLedger() {
        start();

        assertThat(registry.registry.rule("any")).isEqualTo(Compatibility.FULL_TRANSITIVE);
        assertThat(registry.registry.subjects(false))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Contract.all().stream().map(Contract::subject),
                                BuiltInPayload.all().stream().map(BuiltInPayload::subject))
                        .toList());
    }

    @Test
    void changesNothingTheSecondTime() {
        start();
        List<String> subjects = registry.registry.subjects(true);

        start();

        assertThat(registry.registry.subjects(true)).isEqualTo(subjects);
        assertThat(subjects).allSatisfy(subject -> assertThat(registry.registry.versions(subject, true))
                .hasSize(1));
    }

    @Test
    void leavesThePayloadContractThatSomebodyElsePut() {
        BuiltInPayload started = BuiltInPayload.all().get(0);
        String others = "{\"type\":\"record\",\"name\":\"Begun\",\"fields\":[]}";
        registry.registry.register(started.subject(), others);

        start();

        assertThat(registry.registry.versions(started.subject(), true)).hasSize(1);
        assertThat(registry.registry.text(registry.registry
                        .version(started.subject(), "latest", false)
                        .id()))
                .isEqualTo(new Schema.Parser().parse(others).toString());
    }
}
