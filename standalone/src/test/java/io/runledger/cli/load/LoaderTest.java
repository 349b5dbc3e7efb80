package io.runledger.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.cli.client.LedgerClient;
import io.runledger.cli.client.RecordSender;
import io.runledger.cli.load.RecordingServer.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoaderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void postsEachLineAsItIsToWhereItBelongs() throws Exception {
        String event = "{\"event_id\": \"e1\",  \"run_id\":\"r\", \"payload\": {\"ü\": 1.0}}";
        String artifact = "{\"artifact_type\":\"t\",\"run_id\":\"r\"}";
        Path file = file("mixed.ndjson", event, "", artifact);

        try (RecordingServer server = new RecordingServer(request -> Reply.of(201))) {
            LoadResult result = load(server.url(), file);

            assertThat(server.accepted()).containsExactly("/events " + event, "/artifacts " + artifact);
            assertThat(result.refused()).isZero();
            assertThat(result.summaryLines(Duration.ofSeconds(1)))
                    .containsExactly(file + ": 2 accepted, 0 already there, 0 refused", "2 records in 1.0 s (2/s)");
        }
    }

    @Test
    void keepsOrderWithinEachRun() throws Exception {
        Path one = file("one.ndjson", events(900, "a", "b", "c"));
        Path two = file("two.ndjson", events(50, "d"));

        try (RecordingServer server = new RecordingServer(request -> Reply.of(201))) {
            load(server.url(), one, two);

            for (String run : List.of("a", "b", "c")) {
                assertThat(server.accepted().stream().filter(request -> request.contains("\"run_id\":\"" + run + "\"")))
                        .containsExactlyElementsOf(Arrays.stream(events(900, run))
                                .map(line -> "/events " + line)
                                .toList());
            }
            assertThat(server.accepted()).hasSize(2750);
        }
    }

    @Test
    void keepsOrderWhenTheLedgerIsBusyFirst() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Path file = file("one.ndjson", events(12, "a"));

        try (RecordingServer server = new RecordingServer(
                request -> requests.incrementAndGet() <= 3 ? new Reply(503, "{}", 0) : Reply.of(201))) {
            LoadResult result = load(server.url(), file);

            assertThat(server.accepted())
                    .containsExactlyElementsOf(Arrays.stream(events(12, "a"))
                            .map(line -> "/events " + line)
                            .toList());
            assertThat(result.stop()).isEmpty();
        }
    }

    @Test
    void sendsAgainWhatCouldNotBeTakenAtFirst() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Path file = file("one.ndjson", events(10, "a"));

        try (RecordingServer server = new RecordingServer(
                request -> requests.incrementAndGet() % 3 == 0 ? new Reply(503, "{}", -1) : Reply.of(201))) {
            LoadResult result = load(server.url(), file);

            assertThat(server.accepted())
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(events(10, "a"))
                            .map(line -> "/events " + line)
                            .toList());
            assertThat(result.summaryLines(Duration.ofSeconds(1)))
                    .contains(file + ": 10 accepted, 0 already there, 0 refused");
        }
    }

    @Test
    void waitsAsLongAsTheLedgerAsks() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Path file = file("one.ndjson", events(1, "a"));

        try (RecordingServer server = new RecordingServer(
                request -> requests.getAndIncrement() == 0 ? new Reply(429, "{}", 1) : Reply.of(201))) {
            long began = System.nanoTime();
            load(server.url(), file);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(requests).hasValue(2);
        }
    }

    @Test
    void tellsNewFromKnownFromRefused() throws Exception {
        String problem = "{\"title\":\"Contract violation\",\"detail\":\"1 problem\","
                + "\"errors\":[{\"pointer\":\"/run_id\",\"detail\":\"is empty\"}]}";
        AtomicInteger requests = new AtomicInteger();
        Path file = file("one.ndjson", events(3, "a"));

        try (RecordingServer server = new RecordingServer(request -> switch (requests.incrementAndGet()) {
            case 1 -> Reply.of(201);
            case 2 -> Reply.of(200);
            default -> new Reply(422, problem, -1);
        })) {
            LoadResult result = load(server.url(), file);

            assertThat(result.summaryLines(Duration.ofSeconds(1)))
                    .contains(file + ": 1 accepted, 1 already there, 1 refused");
            assertThat(result.problemLines())
                    .containsExactly(file + ":3: 422 Contract violation 1 problem [/run_id is empty]");
        }
    }

    @Test
    void refusesLinesThatAreNoRecordsAndGoesOn() throws Exception {
        Path file = file("bad.ndjson", "{\"event_id\":", "[1]", "{\"x\":1}", events(1, "a")[0]);

        try (RecordingServer server = new RecordingServer(request -> Reply.of(201))) {
            LoadResult result = load(server.url(), file);

            assertThat(server.accepted()).hasSize(1);
            assertThat(result.refused()).isEqualTo(3);
            assertThat(result.problemLines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith(file + ":1: not JSON"),
                            line -> assertThat(line).isEqualTo(file + ":2: not a JSON object"),
                            line -> assertThat(line).startsWith(file + ":3: neither an event"));
        }
    }

    @Test
    void listsOnlyTheFirstProblems() throws Exception {
        Path file = file("bad.ndjson", events(25, "a", "b"));

        try (RecordingServer server = new RecordingServer(request -> Reply.of(400))) {
            LoadResult result = load(server.url(), file);

            assertThat(result.refused()).isEqualTo(50);
            assertThat(result.problemLines()).hasSize(11).last().isEqualTo("... and 40 more");
        }
    }

    @Test
    void stopsAtTheLineTheLedgerNoLongerTakes() throws Exception {
        Path file = file("one.ndjson", events(5, "a"));
        AtomicInteger requests = new AtomicInteger();

        try (RecordingServer server = new RecordingServer(
                request -> requests.incrementAndGet() <= 2 ? Reply.of(201) : new Reply(503, "{}", 3600))) {
            LoadResult result = load(server.url(), file);

            assertThat(result.stop()).hasValueSatisfying(stop -> {
                assertThat(stop.line()).isEqualTo(3);
                assertThat(stop.toString()).contains("one.ndjson:3").contains("503");
            });
            assertThat(server.accepted()).hasSize(2);
        }
    }

    @Test
    void saysAtOnceHowToStartLedgerThatDoesNotRun() throws Exception {
        int nobodyListens;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodyListens = socket.getLocalPort();
        }
        Path file = file("one.ndjson", events(1, "a"));

        long began = System.nanoTime();
        LoadResult result = load(new RecordSender(new LedgerClient("http://127.0.0.1:" + nobodyListens)), file);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(result.stop())
                .hasValueSatisfying(stop -> assertThat(stop.text()).contains("runledger up"));
    }

    private static String[] events(int count, String... runs) {
        return IntStream.range(0, count)
                .boxed()
                .flatMap(number -> Arrays.stream(runs)
                        .map(run -> "{\"event_id\":\"" + run + number + "\",\"run_id\":\"" + run + "\"}"))
                .toArray(String[]::new);
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), List.of(lines));
    }

    private static LoadResult load(String url, Path... files) throws Exception {
        return load(new RecordSender(new LedgerClient(url), PATIENCE), files);
    }

    private static LoadResult load(RecordSender client, Path... files) throws Exception {
        List<InputFile> inputs = Arrays.stream(files)
                .map(Path::toString)
                .map(InputFile::readable)
                .toList();
        try (LoadProgress progress = LoadProgress.of(inputs)) {
            return new Loader(client, progress).load(inputs);
        }
    }
}
