package io.runledger.standalone.load;

import io.runledger.standalone.console.ClearFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Posts records to a ledger, many at once. While the ledger is busy, restarting or away it tries again, which is safe since
 * a record's id makes it the same record; {@link Away} when its patience ends. Thread-safe.
 */
public final class LedgerClient {
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final Duration patience;

    /** @param patience how long records are tried again while none is taken */
    public LedgerClient(String url, Duration patience) {
        this.url = checked(url);
        this.patience = patience;
    }

    /**
     * Posts records of one kind, in order, and returns an answer to each. Those that could not be taken at first are sent
     * again; only they, so they come behind those that were taken.
     *
     * @param records JSON, without line ends
     */
    public List<Answer> post(RecordKind kind, List<byte[]> records) throws Away, InterruptedException {
        Answer[] answers = new Answer[records.size()];
        List<Integer> open =
                new ArrayList<>(IntStream.range(0, answers.length).boxed().toList());
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (!open.isEmpty()) {
            int before = open.size();
            Attempt attempt = attempt(request(kind, records, open));
            if (attempt instanceof Attempt.Answered answered) {
                answered.tell(answers, open);
            }
            if (open.size() < before) {
                deadline = System.nanoTime() + patience.toNanos();
                pause = FIRST_PAUSE;
            } else {
                Duration wait = attempt.askedToWait().compareTo(pause) > 0 ? attempt.askedToWait() : pause;
                if (System.nanoTime() + wait.toNanos() - deadline > 0) {
                    throw new Away("The ledger at " + url + " " + attempt.reason(), open.get(0));
                }
                Thread.sleep(wait.toMillis());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
        return List.of(answers);
    }

    private HttpRequest request(RecordKind kind, List<byte[]> records, List<Integer> open) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int index : open) {
            lines.writeBytes(records.get(index));
            lines.write('\n');
        }
        return HttpRequest.newBuilder(URI.create(url + kind.path()))
                .header("Content-Type", "application/x-ndjson")
                .timeout(ANSWER_LIMIT)
                .POST(BodyPublishers.ofByteArray(lines.toByteArray()))
                .build();
    }

    private Attempt attempt(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            Answer answer = new Answer(response.statusCode(), response.body());
            return TRY_AGAIN.contains(answer.status())
                    ? new Attempt.Failed("cannot take records now: " + answer.problem(), retryAfter(response))
                    : new Attempt.Answered(answer);
        } catch (ConnectException e) {
            return new Attempt.Failed("does not answer: start it with \"runledger up\", or name it with --url");
        } catch (IOException e) {
            return new Attempt.Failed("broke the connection: " + e);
        }
    }

    /** Only the form in seconds; a date would need both clocks to agree. */
    private static Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
    }

    static String checked(String url) {
        String trimmed = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        try {
            URI uri = URI.create(trimmed);
            if (uri.getHost() != null && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return trimmed;
            }
        } catch (IllegalArgumentException e) {
            throw new ClearFailure("--url is not a URL: " + url, e);
        }
        throw new ClearFailure("--url must look like http://127.0.0.1:8080, not " + url);
    }

    private sealed interface Attempt {
        String reason();

        Duration askedToWait();

        record Answered(Answer whole) implements Attempt {
            /** Gives each open record its answer, and leaves those open that may be sent again. */
            void tell(Answer[] answers, List<Integer> open) {
                List<Answer> items = whole.items();
                if (items.isEmpty()) {
                    open.forEach(index -> answers[index] = whole); // refused as a whole
                    open.clear();
                    return;
                }
                List<Integer> sent = List.copyOf(open);
                open.clear();
                for (int i = 0; i < sent.size(); i++) {
                    if (i < items.size() && !items.get(i).retriable()) {
                        answers[sent.get(i)] = items.get(i);
                    } else {
                        open.add(sent.get(i));
                    }
                }
            }

            @Override
            public String reason() {
                return "cannot take records now: "
                        + whole.items().stream()
                                .filter(Answer::retriable)
                                .findFirst()
                                .orElse(whole)
                                .problem();
            }

            @Override
            public Duration askedToWait() {
                return Duration.ZERO;
            }
        }

        record Failed(String reason, Duration askedToWait) implements Attempt {
            Failed(String reason) {
                this(reason, Duration.ZERO);
            }
        }
    }

    /** The ledger took nothing for longer than the client's patience. */
    public static final class Away extends Exception {
        private static final long serialVersionUID = 1L;

        private final int first;

        Away(String message, int first) {
            super(message);
            this.first = first;
        }

        /** The first of the records that has no answer. */
        public int first() {
            return first;
        }

        public String reason() {
            return String.valueOf(getMessage());
        }
    }
}
