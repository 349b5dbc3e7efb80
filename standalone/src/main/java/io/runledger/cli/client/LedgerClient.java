package io.runledger.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.core.settings.Settings;
import io.runledger.http.tls.CallingClient;
import io.runledger.http.tls.TlsConfig;
import io.runledger.schemas.retry.Backoff;
import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** The HTTP API of one ledger. Says in one sentence why it cannot be asked, the same for every command. Thread-safe. */
public final class LedgerClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);
    private static final int BAD_REQUEST = 400;
    private static final String PLAIN_HTTP = "urn:runledger:problem:plain-http";
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final CallingClient http;
    private final String url;
    private final KeyVariable key;

    /** @throws ClearFailure if the URL is not one */
    public LedgerClient(String url) {
        this(url, System.getenv());
    }

    LedgerClient(String url, Map<String, String> environment) {
        this.url = LedgerOption.checked(url);
        this.key = new KeyVariable(environment);
        try {
            this.http = new CallingClient(TlsConfig.from(new Settings(environment)), CONNECT_LIMIT);
        } catch (IllegalArgumentException e) {
            throw new ClearFailure("The ledger cannot be called: " + e.getMessage() + ".", e);
        }
    }

    /** Where it is, without a slash at the end. */
    public String url() {
        return url;
    }

    /** @param path with its slash, and with its query if it has one */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        key.get().ifPresent(sent -> request.header("Authorization", "Bearer " + sent));
        return request;
    }

    /** Sends a request. The failure may pass: {@link #unanswered} says what it means. */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) throws IOException, InterruptedException {
        return http.get().send(request, body);
    }

    /** Sends a request, and fails clearly if it is not answered, or not for whom this key is. */
    public HttpResponse<byte[]> answered(HttpRequest request) throws InterruptedException {
        HttpResponse<byte[]> answer;
        try {
            answer = send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw unanswered(e);
        }
        if (answer.statusCode() == BAD_REQUEST
                && json(answer).path("type").asText().equals(PLAIN_HTTP)) {
            throw new ClearFailure("The ledger at " + url + " speaks HTTPS: name it with https://.");
        }
        Optional<String> unknown = unauthenticated(answer);
        if (unknown.isPresent()) {
            throw new ClearFailure(unknown.get());
        }
        if (answer.statusCode() == FORBIDDEN) {
            throw new ClearFailure("The ledger at " + url + " refused: "
                    + json(answer).path("detail").asText("status " + FORBIDDEN) + ".");
        }
        return answer;
    }

    /** Why a ledger does not know who asks, in a sentence; empty if it answered something else. */
    public Optional<String> unauthenticated(HttpResponse<?> answer) {
        if (answer.statusCode() != UNAUTHENTICATED) {
            return Optional.empty();
        }
        boolean sent = answer.request().headers().firstValue("Authorization").isPresent();
        return Optional.of("The ledger at " + url
                + (sent
                        ? " does not accept the key in RUNLEDGER_KEY or RUNLEDGER_KEY_FILE: it is none of this ledger's, or was revoked, or has expired."
                        : " requires a key: set RUNLEDGER_KEY or RUNLEDGER_KEY_FILE."));
    }

    /** The JSON object of an answer. */
    public JsonNode json(HttpResponse<byte[]> answer) {
        try {
            JsonNode json = JSON.readTree(answer.body());
            if (json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            throw new ClearFailure(noLedger(), e);
        }
        throw new ClearFailure(noLedger());
    }

    /**
     * Whether the same request may be answered otherwise later: the ledger is busy, restarting or away.
     *
     * @return how long it asks to be left alone before, which may be no time; empty if its answer is final. Only the form in
     *     seconds counts; a date would need both clocks to agree
     */
    public static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return Optional.of(answer)
                .filter(each -> TRY_AGAIN.contains(each.statusCode()))
                .map(each -> each.headers()
                        .firstValue("Retry-After")
                        .filter(value -> value.matches("\\d{1,6}"))
                        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                        .orElse(Duration.ZERO));
    }

    /** Attempts with growing pauses between them, until none got anywhere for as long as the patience lasts. For one thread. */
    public static final class Retry {
        private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        private final Duration patience;
        private long deadline;

        public Retry(Duration patience) {
            this.patience = patience;
            this.deadline = System.nanoTime() + patience.toNanos();
        }

        /** After an attempt that got somewhere: patience as at first. */
        void reset() {
            backoff.reset();
            deadline = System.nanoTime() + patience.toNanos();
        }

        /**
         * Waits before the next attempt.
         *
         * @param asked the least time to wait
         * @return false, at once, if the patience would end meanwhile
         */
        public boolean pause(Duration asked) throws InterruptedException {
            Duration pause = backoff.next();
            Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
            if (System.nanoTime() + wait.toNanos() - deadline > 0) {
                return false;
            }
            Thread.sleep(wait.toMillis());
            return true;
        }
    }

    /** Whether there was nobody to talk to: nothing was sent, and nothing is to be expected soon. */
    public static boolean isAbsent(IOException failure) {
        return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
    }

    /** A clear failure for a request that was not answered. */
    public ClearFailure unanswered(IOException failure) {
        return new ClearFailure(reason(failure), failure);
    }

    private String reason(IOException failure) {
        if (failure.getCause() instanceof UnresolvedAddressException
                || (failure.getCause() != null
                        && failure.getCause().getCause() instanceof UnresolvedAddressException)) {
            return "There is no host \"" + URI.create(url).getHost() + "\": name the ledger with --url.";
        }
        if (isAbsent(failure)) {
            return "No ledger is running at " + url
                    + ": start one with \"runledger up\", or name a running one with --url.";
        }
        if (failure instanceof HttpTimeoutException) {
            return "The ledger at " + url + " did not answer in time: \"runledger status\" says how it is.";
        }
        if (failure instanceof SSLHandshakeException) {
            return "The ledger at " + url + " and this command do not trust each other (" + failure.getMessage()
                    + "): name the CA of its certificate with " + TlsConfig.CA_VARIABLE
                    + ", and where it asks for one your own certificate with RUNLEDGER_TLS_CERT and RUNLEDGER_TLS_KEY.";
        }
        if (failure instanceof SSLException) {
            return "What answers at " + url + " does not speak HTTPS: name the ledger with http://.";
        }
        if (failure instanceof ProtocolException) {
            return noLedger();
        }
        return "The ledger at " + url + " broke the connection off (" + failure.getMessage()
                + "): \"runledger status\" says how it is.";
    }

    private String noLedger() {
        return "What answers at " + url + " is not a ledger: name the ledger with --url.";
    }
}
