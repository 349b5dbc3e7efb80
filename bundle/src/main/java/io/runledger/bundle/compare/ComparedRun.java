package io.runledger.bundle.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.archive.Archive;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.record.Json;
import io.runledger.bundle.run.BundleFile;
import io.runledger.bundle.run.EventList;
import io.runledger.bundle.run.RunDocument;
import io.runledger.bundle.run.ToldEvents;
import io.runledger.core.lines.BoundedLines;
import io.runledger.core.run.RunStatus;
import io.runledger.core.run.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What is compared of a run, read from its bundle. Memory is bounded: a run with more of something than a bound is refused. */
public final class ComparedRun {
    private static final int MOST = 10_000;

    private final String position;
    private final JsonNode run;
    private final JsonNode config;
    private final ToldEvents told;
    private final Map<String, Span> tasks = new TreeMap<>();
    private final Map<String, Long> events = new TreeMap<>();
    private final Map<String, JsonNode> scores = new TreeMap<>();
    private final Map<String, JsonNode> gates = new TreeMap<>();
    private final List<ComparedArtifact> artifacts = new ArrayList<>();

    /** From the first event to the last. */
    private record Span(Instant from, Instant to) {
        Span and(Span other) {
            return new Span(other.from.isBefore(from) ? other.from : from, other.to.isAfter(to) ? other.to : to);
        }
    }

    private ComparedRun(String position, JsonNode run, JsonNode config) {
        this.position = position;
        this.run = run;
        this.config = config;
        this.told = new ToldEvents(run.path("run_id").asText());
    }

    /**
     * Reads a bundle, a zip or a directory; whether it is valid is not looked at.
     *
     * @throws TooLargeException if there is too much of it
     * @throws IOException if it is no bundle, or cannot be read within the limits
     */
    public static ComparedRun read(Path bundle, Limits limits) throws IOException {
        try (Archive archive = Archive.open(bundle, limits)) {
            ComparedRun read = new ComparedRun(
                    document(BundleFile.MANIFEST, archive, limits)
                            .path("position")
                            .asText(),
                    document(BundleFile.RUN, archive, limits),
                    document(BundleFile.CONFIG, archive, limits));
            lines(ExportFile.EVENTS, archive, limits, read::event);
            lines(ExportFile.ARTIFACTS, archive, limits, read::artifact);
            return read;
        }
    }

    private static InputStream open(String name, Archive archive) throws IOException {
        if (!archive.names().contains(name)) {
            throw new IOException("is no bundle of a run: " + name + " is missing");
        }
        return archive.open(name);
    }

    private static JsonNode document(String name, Archive archive, Limits limits) throws IOException {
        try (InputStream in = open(name, archive)) {
            byte[] bytes = in.readNBytes(limits.lineBytes());
            if (in.read() >= 0) {
                throw new IOException(name + " is larger than " + limits.lineBytes() + " bytes");
            }
            return Json.read(bytes);
        }
    }

    @FunctionalInterface
    private interface Taker {
        void take(ObjectNode record) throws IOException;
    }

    private static void lines(ExportFile file, Archive archive, Limits limits, Taker taker) throws IOException {
        String name = BundleFile.of(file);
        try (InputStream in = open(name, archive)) {
            BoundedLines lines = new BoundedLines(in, limits.lineBytes());
            for (BoundedLines.Next next = lines.next(); next != BoundedLines.Next.END; next = lines.next()) {
                if (next != BoundedLines.Next.LINE
                        || !(Json.read(Arrays.copyOf(lines.bytes(), lines.length())) instanceof ObjectNode record)) {
                    throw new IOException(name + " is broken; validate tells where");
                }
                taker.take(record);
            }
        }
    }

    private void event(ObjectNode event) throws IOException {
        String type = event.path("event_type").asText();
        events.merge(type, 1L, Long::sum);
        told.add(event);
        Optional<Instant> time = RunDocument.time(event);
        if (Work.is(type) && event.path("task_id").isTextual() && time.isPresent()) {
            tasks.merge(event.path("task_id").asText(), new Span(time.get(), time.get()), Span::and);
        }
        EventList.of(type).ifPresent(list -> evaluated(list, list.entry(event)));
        if (Math.max(Math.max(events.size(), tasks.size()), Math.max(scores.size(), gates.size())) > MOST) {
            throw new TooLargeException(MOST, "tasks, types of events or scores");
        }
    }

    /** The last of a name counts. */
    private void evaluated(EventList list, ObjectNode entry) {
        if (list == EventList.SCORECARD) {
            scores.put(entry.path("name").asText(), entry.path("score"));
        } else if (list == EventList.GATE) {
            gates.put(entry.path("gate").asText(), entry.path("verdict"));
        }
    }

    private void artifact(ObjectNode artifact) throws IOException {
        artifacts.add(ComparedArtifact.of(artifact));
        if (artifacts.size() > MOST) {
            throw new TooLargeException(MOST, "artifacts");
        }
    }

    String runId() {
        return run.path("run_id").asText();
    }

    String position() {
        return position;
    }

    /** By its events, so that bundles of every form are compared by one rule. */
    RunStatus status() {
        return RunDocument.status(told.told());
    }

    OptionalLong durationMillis() {
        return RunDocument.took(told.told())
                .map(took -> OptionalLong.of(took.toMillis()))
                .orElseGet(OptionalLong::empty);
    }

    /** As the producer told it. */
    Optional<String> configDigest() {
        return Optional.ofNullable(run.at("/config/stated_digest").textValue());
    }

    JsonNode config() {
        return config;
    }

    /** From the first event of each task to its last, in milliseconds. */
    Map<String, Long> taskMillis() {
        Map<String, Long> millis = new TreeMap<>();
        tasks.forEach((task, span) ->
                millis.put(task, Duration.between(span.from, span.to).toMillis()));
        return millis;
    }

    Map<String, Long> events() {
        return events;
    }

    Map<String, JsonNode> scores() {
        return scores;
    }

    Map<String, JsonNode> gates() {
        return gates;
    }

    List<ComparedArtifact> artifacts() {
        return artifacts;
    }
}
