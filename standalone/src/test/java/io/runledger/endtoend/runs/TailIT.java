package io.runledger.endtoend.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TailReader;
import io.runledger.endtoend.ledger.TestLedger;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who follows events gets each, in order, from where it left off; and who does not read costs nothing that lasts. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class TailIT {
    private static final int MOST = 60;
    private static final int LARGE = 100;
    private static final Map<String, String> SETTINGS = Map.of(
            "RUNLEDGER_MAX_TAILS",
            String.valueOf(MOST),
            "RUNLEDGER_TAIL_HEARTBEAT",
            "200ms",
            "RUNLEDGER_TAIL_PATIENCE",
            "1s");

    @RegisterExtension
    static final OwnLedger LEDGER = new OwnLedger(SETTINGS);

    private final TestLedger ledger;
    private final LedgerApi api;
    private final List<TailReader> readers = new ArrayList<>();

    TailIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @AfterEach
    void nothingStays() throws Exception {
        for (TailReader reader : readers) {
            reader.close();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ledger.tails()).isZero());
    }

    private TailReader follow(String query) throws Exception {
        return follow(query, null);
    }

    private TailReader follow(String query, @Nullable String lastId) throws Exception {
        TailReader reader = TailReader.open(api.url(), query, lastId);
        readers.add(reader);
        return reader;
    }

    private JsonNode write(String run, String id, String type, String task) throws Exception {
        return api.post("/events", """
                {"event_id": "%s", "run_id": "%s", "event_type": "%s", "task_id": "%s", "producer": "tests",
                 "occurred_at": "2026-11-21T10:00:00Z", "payload": {"text": "one\\ntwo\\u2028three"}}""".formatted(id, run, type, task))
                .expect(201)
                .json();
    }

    @Test
    void eventsOfRunArriveOnceAndInOrderAsListsShowThem() throws Exception {
        String before =
                write("live", "before", "live.test", "t").path("position").asText();
        TailReader reader = follow("?run_id=live&at_least=" + before);

        List<JsonNode> written = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            written.add(write("live", "e" + i, "live.test", "t"));
            write("live-other-" + i % 7, "e" + i, "live.test", "t");
        }
        reader.awaitEvents(written.size());

        assertThat(reader.events()).containsExactlyElementsOf(written);
        assertThat(reader.head()).anyMatch(line -> line.startsWith("HTTP/1.1 200"));
        assertThat(reader.head()).anyMatch(line -> line.matches("(?i)content-type: text/event-stream.*"));
        assertThat(reader.head()).anyMatch(line -> line.matches("(?i)cache-control: no-store"));
    }

    @Test
    void readerThatComesBackGetsWhatItMissedOverManyRunsAndPartitions() throws Exception {
        TailReader first = follow("?event_type=resume.test");
        List<JsonNode> written = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            written.add(write("resume-" + i % 20, "e" + i, "resume.test", "t"));
        }
        first.awaitEvents(40);
        first.close();
        first.awaitEnd();
        List<JsonNode> got = new ArrayList<>(first.events());
        for (int i = 60; i < 120; i++) {
            written.add(write("resume-" + i % 20, "e" + i, "resume.test", "t"));
        }

        TailReader second = follow("?event_type=resume.test", first.lastId());
        second.awaitEvents(written.size() - got.size());
        got.addAll(second.events());

        assertThat(got).containsExactlyInAnyOrderElementsOf(written);
        assertThat(written.stream()
                        .map(event -> event.path("partition").asInt())
                        .distinct())
                .hasSizeGreaterThan(6);
        for (int run = 0; run < 20; run++) {
            String name = "resume-" + run;
            assertThat(of(name, got)).containsExactlyElementsOf(of(name, written));
        }
    }

    private static List<JsonNode> of(String run, List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.path("run_id").asText().equals(run))
                .toList();
    }

    @Test
    void readerThatLosesItsConnectionBeforeAnyEventMissesNone() throws Exception {
        TailReader first = follow("?event_type=early.test");
        first.close();
        first.awaitEnd();
        JsonNode written = write("early", "e", "early.test", "t");

        TailReader second = follow("?event_type=early.test", first.lastId());
        second.awaitEvents(1);

        assertThat(second.events()).containsExactly(written);
    }

    @Test
    void filtersCombine() throws Exception {
        TailReader byTask = follow("?task_id=filter-task");
        TailReader byBoth = follow("?run_id=filter-1&task_id=filter-task&event_type=filter.b");
        JsonNode a = write("filter-1", "a", "filter.a", "filter-task");
        write("filter-1", "x", "filter.b", "another");
        JsonNode b = write("filter-1", "b", "filter.b", "filter-task");
        JsonNode c = write("filter-2", "c", "filter.b", "filter-task");

        byTask.awaitEvents(3);
        byBoth.awaitEvents(1);

        assertThat(byTask.events()).containsExactlyInAnyOrder(a, b, c);
        assertThat(byBoth.events()).containsExactly(b);
    }

    @Test
    void beginsAtTheTimeGiven() throws Exception {
        write("since", "old", "since.test", "t");
        Instant behind = Instant.parse(write("since", "older", "since.test", "t")
                        .path("created_at")
                        .asText())
                .plusMillis(1);
        await().until(() -> Instant.now().isAfter(behind.plusMillis(1)));
        JsonNode a = write("since", "a", "since.test", "t");
        JsonNode b = write("since-2", "b", "since.test", "t");

        TailReader all = follow("?event_type=since.test&since=" + behind);
        TailReader ofRun = follow("?run_id=since&since=" + behind);
        all.awaitEvents(2);
        ofRun.awaitEvents(1);

        assertThat(all.events()).containsExactlyInAnyOrder(a, b);
        assertThat(ofRun.events()).containsExactly(a);
    }

    @Test
    void silentStreamShowsThatItIsAliveAndHowFarItLooked() throws Exception {
        TailReader reader = follow("?event_type=silence.test");
        String beginning = reader.lastId();
        await().until(() -> reader.comments() >= 2);

        write("noise", "e", "noise.test", "t");

        await().until(() -> !reader.lastId().equals(beginning));
        assertThat(reader.events()).isEmpty();
    }

    @Test
    void longPollAnswersAtOnceWhatIsThereAndWaitsForWhatIsNot() throws Exception {
        String cursor = api.get("/events/tail?run_id=poll&wait=0")
                .expect(200)
                .json()
                .path("next")
                .asText();
        JsonNode a = write("poll", "a", "poll.test", "t");
        JsonNode b = write("poll", "b", "poll.test", "t");
        String position = b.path("position").asText();

        JsonNode one = api.get("/events/tail?run_id=poll&limit=1&cursor=" + cursor + "&at_least=" + position)
                .expect(200)
                .json();
        JsonNode other = api.get("/events/tail?run_id=poll&cursor=" + next(one))
                .expect(200)
                .json();
        Instant begin = Instant.now();
        JsonNode none = api.get("/events/tail?run_id=poll&wait=1&cursor=" + next(other))
                .expect(200)
                .json();
        Duration waited = Duration.between(begin, Instant.now());
        CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(() -> poll(next(none)));
        await().until(() -> ledger.tails() == 1);
        JsonNode c = write("poll", "c", "poll.test", "t");

        assertThat(one.path("events")).containsExactly(a);
        assertThat(other.path("events")).containsExactly(b);
        assertThat(none.path("events")).isEmpty();
        assertThat(waited).isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
        assertThat(waiting.get(10, TimeUnit.SECONDS).path("events")).containsExactly(c);
    }

    private static String next(JsonNode answer) {
        return answer.path("next").asText();
    }

    private JsonNode poll(String cursor) {
        try {
            return api.get("/events/tail?run_id=poll&wait=20&cursor=" + cursor)
                    .expect(200)
                    .json();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesWhatItDidNotGiveOut() throws Exception {
        String cursor = next(api.get("/events/tail?run_id=mine&wait=0").json());
        String ofList = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        assertThat(api.get("/events/tail?run_id=other&cursor=" + cursor)
                        .expect(400)
                        .detail())
                .contains("another question");
        assertThat(api.get("/events/tail?cursor=" + ofList).expect(400).detail())
                .contains("begin again");
        assertThat(api.get("/events?run_id=mine&cursor=" + cursor).expect(400).detail())
                .contains("cursor");
        assertThat(api.get("/events/tail?order=desc").expect(400).detail()).contains("order");
        assertThat(api.get("/events/tail?wait=31").expect(400).detail()).contains("30");
    }

    /** A browser that is answered 400 would never connect again. */
    @Test
    void lastIdOfNoUseIsToldInTheStreamThatBeginsNow() throws Exception {
        JsonNode before = write("reset", "before", "reset.test", "t");
        String ofOther = next(api.get("/events/tail?run_id=reset&wait=0").json());
        List<String> useless = List.of("nonsense", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ofOther, ahead("reset"));
        List<TailReader> told = new ArrayList<>();
        for (String lastId : useless) {
            told.add(follow(
                    "?event_type=reset.test&at_least=" + before.path("position").asText(), lastId));
        }
        TailReader since =
                follow("?run_id=reset&since=" + before.path("created_at").asText(), "nonsense");

        JsonNode after = write("reset", "after", "reset.test", "t");

        for (TailReader reader : told) {
            reader.awaitEvents(1);
            assertThat(reader.head()).anyMatch(line -> line.startsWith("HTTP/1.1 200"));
            assertThat(reader.resets()).hasSize(1);
            assertThat(reader.resets().get(0).path("from").asText()).isEqualTo("now");
            assertThat(reader.resets().get(0).path("reason").asText()).contains("Last-Event-ID");
            assertThat(reader.events()).containsExactly(after);
        }
        since.awaitEvents(2);
        assertThat(since.resets().get(0).path("from").asText()).isEqualTo("since");
        assertThat(since.events()).containsExactly(before, after);
        TailReader again = follow("?event_type=reset.test", told.get(0).lastId());
        JsonNode last = write("reset", "last", "reset.test", "t");
        again.awaitEvents(1);
        assertThat(again.resets()).isEmpty();
        assertThat(again.events()).containsExactly(last);
    }

    /** A cursor for the run's partition that is far ahead of the log. */
    private String ahead(String run) throws Exception {
        byte[] cursor = Base64.getUrlDecoder()
                .decode(next(api.get("/events/tail?run_id=" + run + "&wait=0").json()));
        int head = 1 + 2 * Integer.BYTES;
        ByteBuffer ahead = ByteBuffer.allocate(head + 4).put(cursor, 0, head);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ahead.put(new byte[] {-1, -1, -1, 1}).array());
    }

    @Test
    void cursorAheadOfTheLogIsRefusedWithItsEnd() throws Exception {
        JsonNode last = write("ahead", "e", "ahead.test", "t");

        Answer refused = api.get("/events/tail?run_id=ahead&wait=20&cursor=" + ahead("ahead"))
                .expect(400);

        assertThat(refused.detail()).contains("the log ends before");
        assertThat(refused.json().path("partition")).isEqualTo(last.path("partition"));
        assertThat(refused.json().path("end").asLong())
                .isGreaterThan(last.path("sequence").asLong());
    }

    @Test
    void payloadOfManyLinesArrivesWhole() throws Exception {
        TailReader reader = follow("?run_id=lines");
        List<String> payloads = List.of(
                "{\n  \"a\": [\n    1\n  ]\n}", "{\r\n\"a\":\r\n2}", "{\r\"a\"\r\r: 3}", "\n{\"a\": \"\\n\"}\n");
        try (DirectLog log = new DirectLog(ledger)) {
            for (int i = 0; i < payloads.size(); i++) {
                log.send(DirectLog.event("lines", "e" + i, payloads.get(i)));
            }
            log.flush();
        }

        reader.awaitEvents(payloads.size());

        assertThat(reader.events()).containsExactlyElementsOf(api.all("/events?run_id=lines", "events"));
        assertThat(reader.strays()).isEmpty();
    }

    @Test
    void placesOfReadersThatLeaveAreFreeAtOnce() throws Exception {
        List<TailReader> streams = new ArrayList<>();
        List<Socket> polls = new ArrayList<>();
        for (int i = 0; i < MOST / 2; i++) {
            streams.add(follow("?run_id=leaving"));
            polls.add(poll());
        }
        await().until(() -> ledger.tails() == MOST);
        api.get("/events/tail?run_id=leaving&wait=0").expect(429);

        Instant left = Instant.now();
        for (int i = 0; i < MOST / 2; i++) {
            streams.get(i).close();
            polls.get(i).close();
        }
        await().pollInterval(Duration.ofMillis(10)).until(() -> ledger.tails() == 0);

        assertThat(Duration.between(left, Instant.now())).isLessThan(Duration.ofSeconds(2));
        api.get("/events/tail?run_id=leaving&wait=0").expect(200);
    }

    /** A long poll whose client can go away. */
    private Socket poll() throws Exception {
        URI uri = URI.create(api.url());
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.getOutputStream()
                .write(("GET /events/tail?run_id=leaving&wait=30 HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What a client sends ahead is read while its first request waits, and is not lost. */
    @Test
    void requestSentAheadIsAnsweredAfterTheOneThatWaits() throws Exception {
        URI uri = URI.create(api.url());
        String host = "Host: " + uri.getAuthority() + "\r\n";
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /events/tail?run_id=pipelined&wait=1 HTTP/1.1\r\n" + host
                                    + "\r\nGET /health HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
            assertThat(answers).contains("\"events\":[]");
        }
    }

    @Test
    void hundredReadersComeAndGoAndNothingStays() throws Exception {
        int threads = 0;
        for (int round = 0; round < 2; round++) {
            List<TailReader> crowd = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                crowd.add(follow("?event_type=crowd.test"));
            }
            JsonNode written = write("crowd", "e" + round, "crowd.test", "t");
            for (TailReader reader : crowd) {
                reader.awaitEvents(1);
                assertThat(reader.events()).containsExactly(written);
            }
            threads = Math.max(threads, threads());
            for (TailReader reader : crowd) {
                reader.close();
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(ledger.tails()).isZero());
        }
        assertThat(threads)
                .isLessThanOrEqualTo(1 + Math.max(2, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** Those that serve tails. */
    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tail-"))
                .count();
    }

    @Test
    void oneMoreThanAreTakenIsToldToComeLater() throws Exception {
        ExecutorService polls = Executors.newFixedThreadPool(MOST);
        try {
            List<Future<Answer>> waiting = IntStream.range(0, MOST)
                    .mapToObj(i -> polls.submit(() -> api.get("/events/tail?run_id=full&wait=20")))
                    .toList();
            await().until(() -> ledger.tails() == MOST);

            Answer poll = api.get("/events/tail?run_id=full").expect(429);
            TailReader stream = follow("?run_id=full");
            Answer other = api.get("/events?run_id=full").expect(200);
            write("full", "e", "full.test", "t");

            assertThat(poll.detail()).contains(String.valueOf(MOST));
            assertThat(poll.headers().get("retry-after")).containsExactly("5");
            assertThat(stream.head()).anyMatch(line -> line.startsWith("HTTP/1.1 429"));
            assertThat(other.json().path("events")).isEmpty();
            for (Future<Answer> each : waiting) {
                assertThat(each.get(20, TimeUnit.SECONDS).expect(200).json().path("events"))
                        .hasSize(1);
            }
        } finally {
            polls.shutdownNow();
        }
    }

    @Test
    void readerThatDoesNotReadIsCutOffAndOthersGoOn() throws Exception {
        TailReader slow = TailReader.idle(api.url(), "?event_type=slow.test");
        TailReader deaf = TailReader.idle(api.url(), "?event_type=slow.test");
        readers.addAll(List.of(slow, deaf));
        await().until(() -> ledger.tails() == 2);
        TailReader quick = follow("?event_type=slow.test");

        writeLarge(0);
        quick.awaitEvents(LARGE);
        Instant full = Instant.now(); // by now more is on its way than the connection holds
        await().until(() -> Duration.between(full, Instant.now()).toMillis() > 2_500);
        slow.start();
        slow.awaitEnd();
        writeLarge(LARGE);
        writeLarge(2 * LARGE);
        int written = 3 * LARGE;
        quick.awaitEvents(written);
        await().atMost(Duration.ofSeconds(20)).until(() -> ledger.tails() == 1);
        deaf.start();
        deaf.awaitEnd();

        assertThat(slow.problems()).hasSize(1);
        assertThat(slow.problems().get(0).path("type").asText()).isEqualTo("urn:runledger:problem:slow-reader");
        assertThat(slow.problems().get(0).path("detail").asText()).contains("Last-Event-ID");
        assertThat(slow.events().size()).isLessThan(written);
        assertThat(deaf.problems()).isEmpty();
        TailReader again = follow("?event_type=slow.test", slow.lastId());
        again.awaitEvents(written - slow.events().size());
        assertThat(Stream.concat(slow.ids().stream(), again.ids().stream()))
                .containsExactlyInAnyOrderElementsOf(quick.ids());
        assertThat(quick.ids()).hasSize(written);
    }

    /** More than the buffers of a connection hold. */
    private void writeLarge(int from) throws Exception {
        List<String> events = new ArrayList<>();
        for (int i = from; i < from + LARGE; i++) {
            events.add("""
                    {"event_id": "e%d", "run_id": "slow-%d", "event_type": "slow.test", "producer": "tests",
                     "occurred_at": "2026-11-21T10:00:00Z", "payload": "%s"}""".formatted(i, i % 5, "x".repeat(100_000)));
        }
        api.post("/events/batch", "[" + String.join(",", events) + "]").expect(200);
    }

    @Test
    void readersOfLedgerThatStopsAreToldAndGoOnWithTheNext(@TempDir Path directory) throws Exception {
        TailReader told;
        CompletableFuture<Answer> poll;
        String cursor;
        try (TestLedger first = TestLedger.on(directory)) {
            LedgerApi its = first.api();
            cursor = next(its.get("/events/tail?wait=0").expect(200).json());
            told = TailReader.open(its.url(), "", null);
            readers.add(told);
            poll = CompletableFuture.supplyAsync(() -> {
                try {
                    return its.get("/events/tail?wait=20");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> first.tails() == 2);
        }
        told.awaitEnd();
        assertThat(told.problems()).hasSize(1);
        assertThat(told.problems().get(0).path("detail").asText()).contains("the server stops");
        assertThat(poll.get(10, TimeUnit.SECONDS).expect(503).headers()).containsKey("retry-after");
        try (TestLedger second = TestLedger.on(directory)) {
            LedgerApi its = second.api();
            its.post("/events", """
                    {"event_id": "e", "run_id": "r", "event_type": "t", "producer": "tests",
                     "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""").expect(201);

            try (TailReader reader = TailReader.open(its.url(), "", told.lastId())) {
                reader.awaitEvents(1);
                assertThat(reader.ids()).containsExactly("e");
            }
            assertThat(its.get("/events/tail?cursor=" + cursor)
                            .expect(200)
                            .json()
                            .path("events"))
                    .hasSize(1);
        }
    }
}
