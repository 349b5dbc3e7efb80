package io.runledger.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Receives requests on the connector's threads, which never wait, and gives them threads: those who watch the process get
 * theirs apart, so that it is never taken for dead because it is busy; all others a worker, when their bodies are here. So a client that
 * sends slowly keeps no thread and no place that another could use.
 */
final class Reception extends Handler.Wrapper {
    private static final Set<String> WATCHED = Set.of("/health", "/ready", "/metrics");
    private static final Duration WATCHERS_PATIENCE = Duration.ofSeconds(5);
    private static final Duration READERS_PATIENCE = Duration.ofSeconds(30);

    /** Bodies up to this are taken in before they get a thread: the largest record, and most batches. */
    static final int GATHERED_BYTES = 1024 * 1024 + 64 * 1024;

    private static final int SHARE_OF_MEMORY = 8;

    private final Patience patience;
    private final Executor workers;
    private final Executor watchers;
    private final AtomicLong room = new AtomicLong(Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);

    Reception(Patience patience, Executor workers, Executor watchers) {
        this.patience = patience;
        this.workers = workers;
        this.watchers = watchers;
    }

    @Override
    public boolean handle(Request asked, Response response, Callback callback) {
        Request request = HttpMethod.HEAD.is(asked.getMethod()) ? new HeadRequest(asked) : asked;
        boolean hasBody = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) || request.getLength() > 0;
        if (!hasBody) {
            boolean watched = isWatched(request.getMethod(), Request.getPathInContext(request));
            Response paced = new PacedResponse(request, response, watched ? WATCHERS_PATIENCE : READERS_PATIENCE);
            give(watched ? watchers : workers, request, paced, callback);
            return true;
        }
        Request paced = new PacedRequest(request, patience);
        if (request.getLength() > GATHERED_BYTES) {
            give(workers, paced, new PacedResponse(paced, response, READERS_PATIENCE), callback);
        } else {
            GatheredRequest gathered = new GatheredRequest(paced, GATHERED_BYTES, room);
            Request.addCompletionListener(request, failure -> gathered.giveBack());
            gathered.gather(
                    () -> give(workers, gathered, new PacedResponse(gathered, response, READERS_PATIENCE), callback));
        }
        return true;
    }

    /** Whether it is a request of those who watch the process. */
    static boolean isWatched(String method, String path) {
        return HttpMethod.GET.is(method) && WATCHED.contains(path);
    }

    private void give(Executor threads, Request request, Response response, Callback callback) {
        try {
            threads.execute(() -> handleNow(request, response, callback));
        } catch (RejectedExecutionException e) {
            Response.writeError(request, response, callback, e);
        }
    }

    private void handleNow(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Throwable e) {
            Response.writeError(request, response, callback, e);
        }
    }
}
