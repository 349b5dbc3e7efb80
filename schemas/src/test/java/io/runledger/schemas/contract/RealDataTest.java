package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** The logs of real runs, where they lie beside the project. */
class RealDataTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** 100.0 and 100 are one number in JSON. */
    private static final Comparator<JsonNode> AS_JSON =
            (a, b) -> a.equals(b) || (a.isNumber() && b.isNumber() && a.doubleValue() == b.doubleValue()) ? 0 : 1;

    private static final Path DATA = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .normalize()
            .resolve("../../shared/data");

    @Test
    void everyRealEventKeepsTheContractAndItsPayload() throws IOException, ContractViolationException {
        int events = 0;
        for (Path file : files(".events.ndjson")) {
            for (String line : Files.readAllLines(file)) {
                assertKept(Contract.EVENT, line, "payload");
                events++;
            }
        }
        assertThat(events).isGreaterThanOrEqualTo(931);
    }

    @Test
    void everyRealArtifactKeepsTheContract() throws IOException, ContractViolationException {
        int artifacts = 0;
        for (Path file : files(".artifacts.ndjson")) {
            for (String line : Files.readAllLines(file)) {
                assertKept(Contract.ARTIFACT, line, "location");
                artifacts++;
            }
        }
        assertThat(artifacts).isGreaterThanOrEqualTo(8);
    }

    private static <T extends SpecificRecord> void assertKept(Contract<T> contract, String line, String field)
            throws IOException, ContractViolationException {
        T record = Reading.of(contract, line);
        JsonNode shown = JSON.readTree(Reading.shown(contract, record));

        assertThat(contract.problems(record)).isEmpty();
        assertThat(shown.path(field).equals(AS_JSON, JSON.readTree(line).path(field)))
                .isTrue();
    }

    private static List<Path> files(String ending) throws IOException {
        assumeThat(DATA)
                .as("sample data of real runs beside the project, ../shared/data")
                .isDirectory();
        try (Stream<Path> files = Files.list(DATA)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
