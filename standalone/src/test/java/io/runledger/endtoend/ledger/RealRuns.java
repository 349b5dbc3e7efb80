package io.runledger.endtoend.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Four real runs of dbt as they were recorded, if their files are beside the project.
 *
 * @param runs each run's records in the order of their files
 */
public record RealRuns(List<Path> files, Map<String, Sent> runs) {
    static final Path DIRECTORY = Path.of(System.getProperty("basedir", "."), "..", "..", "shared", "data");

    /** What a run's files hold. */
    public record Sent(List<JsonNode> events, List<JsonNode> artifacts) {
        public Map<String, Long> eventsByType() {
            return counts(events, "event_type");
        }

        public Map<String, Long> eventsByTask() {
            return counts(events, "task_id");
        }

        public static Map<String, Long> counts(List<JsonNode> records, String field) {
            Map<String, Long> counts = new TreeMap<>();
            records.stream()
                    .filter(record -> record.hasNonNull(field))
                    .forEach(record -> counts.merge(record.path(field).asText(), 1L, Long::sum));
            return counts;
        }
    }

    public static boolean areThere() {
        return Files.isDirectory(DIRECTORY);
    }

    public static RealRuns read() throws IOException {
        try (Stream<Path> directory = Files.list(DIRECTORY)) {
            List<Path> files = directory
                    .filter(file -> file.toString().endsWith(".ndjson"))
                    .sorted()
                    .toList();
            Map<String, Sent> runs = new LinkedHashMap<>();
            for (Path file : files) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode record = new ObjectMapper().readTree(line);
                    Sent run = runs.computeIfAbsent(
                            record.path("run_id").asText(), id -> new Sent(new ArrayList<>(), new ArrayList<>()));
                    (record.has("event_id") ? run.events() : run.artifacts()).add(record);
                }
            }
            return new RealRuns(files, runs);
        }
    }

    public Sent run(String id) {
        return Objects.requireNonNull(runs.get(id), id);
    }

    public List<JsonNode> events() {
        return runs.values().stream().flatMap(run -> run.events().stream()).toList();
    }

    public List<JsonNode> artifacts() {
        return runs.values().stream().flatMap(run -> run.artifacts().stream()).toList();
    }

    /** The names of tasks and the runs that have one of that name. */
    public Map<String, List<String>> runsByTask() {
        Map<String, List<String>> runsByTask = new TreeMap<>();
        runs.forEach((run, sent) -> Stream.concat(sent.events().stream(), sent.artifacts().stream())
                .filter(record -> record.hasNonNull("task_id"))
                .map(record -> record.path("task_id").asText())
                .distinct()
                .forEach(task ->
                        runsByTask.computeIfAbsent(task, t -> new ArrayList<>()).add(run)));
        return runsByTask;
    }
}
