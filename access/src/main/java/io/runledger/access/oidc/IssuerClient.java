package io.runledger.access.oidc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an issuer, for a bounded time and a bounded answer, and never anybody that it redirects to. Thread-safe. */
final class IssuerClient {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** Many times what documents and keys of issuers have. */
    private static final int MOST_BYTES = 512 << 10;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Whether nobody on the way can read or change what is sent there. */
    static boolean isSafe(URI uri) {
        String scheme = String.valueOf(uri.getScheme());
        if (uri.getHost() == null) {
            return false;
        }
        return scheme.equals("https") || (scheme.equals("http") && isLoopback(uri.getHost()));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** @throws IOException if there is no such answer in time */
    String get(URI uri) throws IOException {
        return send(HttpRequest.newBuilder(uri).header("Accept", "application/json"));
    }

    /** @throws IOException if there is no such answer in time */
    String post(URI uri, String form) throws IOException {
        return send(HttpRequest.newBuilder(uri)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private String send(HttpRequest.Builder request) throws IOException {
        CompletableFuture<HttpResponse<String>> sent =
                client.sendAsync(request.timeout(ANSWER).build(), response -> new LimitedBody(MOST_BYTES));
        try {
            HttpResponse<String> response = sent.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IssuerRefusedException("it answers " + response.statusCode());
            }
            return response.body();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("it does not answer in " + ANSWER.toSeconds() + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            sent.cancel(true);
        }
    }

    /** It answered, and not with what was asked for. */
    static final class IssuerRefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        IssuerRefusedException(String message) {
            super(message);
        }
    }
}
