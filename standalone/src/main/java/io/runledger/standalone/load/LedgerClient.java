package io.runledger.standalone.load;

import io.runledger.standalone.console.ClearFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

/**
 * Posts records to a ledger, one at a time per calling thread. While the ledger is busy, restarting or away it tries
 * again, which is safe since a record's id makes it the same record; {@link Away} when its patience ends. Thread-safe.
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

    /** @param patience how long one record is tried again before it is given up */
    public LedgerClient(String url, Duration patience) {
        this.url = checked(url);
        this.patience = patience;
    }

    public Answer post(RecordKind kind, byte[] body) throws Away, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + kind.path()))
                .header("Content-Type", "application/json")
                .timeout(ANSWER_LIMIT)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            Attempt attempt = attempt(request);
            if (attempt instanceof Attempt.Answered answered) {
                return answered.answer();
            }
            Attempt.Failed failed = (Attempt.Failed) attempt;
            Duration wait = failed.askedToWait().compareTo(pause) > 0 ? failed.askedToWait() : pause;
            if (System.nanoTime() + wait.toNanos() - deadline > 0) {
                throw new Away("The ledger at " + url + " " + failed.reason());
            }
            Thread.sleep(wait.toMillis());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
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

    private static String checked(String url) {
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
        record Answered(Answer answer) implements Attempt {}

        record Failed(String reason, Duration askedToWait) implements Attempt {
            Failed(String reason) {
                this(reason, Duration.ZERO);
            }
        }
    }

    /** The ledger took nothing for longer than the client's patience. */
    public static final class Away extends Exception {
        private static final long serialVersionUID = 1L;

        Away(String message) {
            super(message);
        }

        public String reason() {
            return String.valueOf(getMessage());
        }
    }
}
