package io.runledger.query.checkpoints;

import io.runledger.http.ProblemException;
import io.runledger.http.tls.CallingClient;
import io.runledger.http.tls.TlsConfig;
import io.runledger.query.cluster.NodeSeal;
import io.runledger.query.read.PartitionScope;
import io.runledger.streams.checkpoints.Checkpoints;
import io.runledger.streams.checkpoints.CheckpointsAwayException;
import io.runledger.streams.checkpoints.CheckpointsUnavailableException;
import io.runledger.streams.views.log.Node;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLHandshakeException;

/**
 * Has what is about a run's checkpoints answered by the node that owns them, the only one that may. Thread-safe.
 *
 * <p>A call is tried, until it has an answer or the patience ends (503, {@code not-written}): <em>here</em> if this node owns
 * the run's partition; else, unless a peer sent it, <em>there</em>, by the owner that the group agreed on; else it pauses and
 * looks again, for the partition moves. A call that a peer sent is never sent on again, so that two nodes that take each other
 * for the owner do not send it round.
 *
 * <p>A try may be repeated only where it is certain that nobody took it: no connection came about, or the owner said that it
 * has not got the partition, or stops. A read may be repeated always. A write that was sent and not answered ends
 * with 503 and {@code unknown}: it may have been stored, and reading tells.
 *
 * <p>Called by a request's own thread, which is blocked meanwhile. Only so many calls are here at once, and fewer are sent on, so
 * that those that peers send find a thread; more are answered with 429. Places are given back however a call ends.
 */
public final class CheckpointRouting {
    /** In the answer to a write that failed: {@code not-written}, or {@code unknown} if it may have been stored. */
    static final String OUTCOME = "Runledger-Outcome";

    static final String UNKNOWN = "unknown";
    static final String NOT_WRITTEN = "not-written";

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** Each holds a thread; so many of a server's 64 that those that peers ask find one. */
    private static final int MOST_HERE = 16;

    private static final int MOST_SENT_ON = 12;

    private final Checkpoints checkpoints;
    private final NodeSeal seal;
    private final Semaphore here = new Semaphore(MOST_HERE);
    private final Semaphore sentOn = new Semaphore(MOST_SENT_ON);
    private final CallingClient client;

    /** @param tls how nodes call each other */
    public CheckpointRouting(Checkpoints checkpoints, NodeSeal seal, TlsConfig tls) {
        this.client = new CallingClient(tls, CONNECT);
        this.checkpoints = checkpoints;
        this.seal = seal;
    }

    /** An answer by this node. */
    interface Here<T> {
        T answer(Checkpoints checkpoints) throws IOException, InterruptedException;
    }

    /** What is made of another node's answer. */
    interface There<T> {
        T taken(HttpResponse<byte[]> response) throws IOException;
    }

    /**
     * Asks the node that has the run's checkpoints, which may be this one.
     *
     * @throws ProblemException 503 if none has them for a while, or if whether a write was stored is not known; 429
     */
    <T> T ask(CheckpointCall call, Here<T> own, There<T> other) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> answer = checkpoints.owns(call.run()) ? here(own) : Optional.empty();
            if (answer.isEmpty() && !call.fromPeer()) {
                Optional<Node> owner = checkpoints.owner(call.run());
                if (owner.isPresent() && !owner.equals(checkpoints.self())) {
                    answer = there(call, owner.get(), other);
                }
            }
            if (answer.isPresent()) {
                return answer.get();
            }
            if (call.fromPeer() || System.nanoTime() - until > 0) {
                throw new CheckpointsAway(checkpoints.partition(call.run()));
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** No node was found that has a partition's checkpoints, or this one was asked and has not. Nothing was written. */
    public static final class CheckpointsAway extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int partition;

        CheckpointsAway(int partition) {
            super(null, null, false, false);
            this.partition = partition;
        }

        int partition() {
            return partition;
        }

        public ProblemException problem() {
            return ProblemException.unavailable(
                    "no node has the checkpoints of partition " + partition
                            + " now: they are restored, or move; ask again",
                    RETRY_AFTER);
        }
    }

    private <T> Optional<T> here(Here<T> own) throws IOException, InterruptedException {
        enter(here);
        try {
            return Optional.of(own.answer(checkpoints));
        } catch (CheckpointsAwayException e) {
            return Optional.empty();
        } finally {
            here.release();
        }
    }

    private <T> Optional<T> there(CheckpointCall call, Node owner, There<T> other)
            throws IOException, InterruptedException {
        enter(sentOn);
        try {
            HttpResponse<byte[]> response = client.get()
                    .send(
                            call.to(client.scheme() + "://" + owner, checkpoints.partition(call.run()), seal),
                            BodyHandlers.ofByteArray());
            return hasNotTakenIt(response) ? Optional.empty() : Optional.of(other.taken(response));
        } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
            return Optional.empty(); // nothing was sent
        } catch (IOException e) {
            if (call.isSafe()) {
                return Optional.empty();
            }
            throw new UnansweredException(owner);
        } finally {
            sentOn.release();
        }
    }

    /** A write was sent to a node that did not answer. */
    static final class UnansweredException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnansweredException(Node node) {
            super("node " + node + " did not answer; whether the write was stored is not known, reading tells");
        }

        public ProblemException problem() {
            return ProblemException.unavailable(String.valueOf(getMessage()), RETRY_AFTER)
                    .with("outcome", UNKNOWN);
        }
    }

    public static ProblemException problem(CheckpointsUnavailableException failure) {
        ProblemException problem = ProblemException.unavailable(String.valueOf(failure.getMessage()), RETRY_AFTER)
                .with("outcome", failure.possibleEtag().isPresent() ? UNKNOWN : NOT_WRITTEN);
        return failure.possibleEtag()
                .filter(etag -> !etag.isEmpty())
                .map(etag -> problem.with("etag", etag))
                .orElse(problem);
    }

    /** It is not there, or the server stops and takes no more. What a write of its own ended with is its answer. */
    private static boolean hasNotTakenIt(HttpResponse<?> response) {
        boolean isStopping = response.statusCode() == 503
                && response.headers().firstValue("connection").equals(Optional.of("close"))
                && response.headers().firstValue(OUTCOME).isEmpty();
        return isStopping || response.headers().firstValue(PartitionScope.AWAY).isPresent();
    }

    private static void enter(Semaphore places) {
        if (!places.tryAcquire()) {
            throw ProblemException.tooManyRequests("too much is done with checkpoints already; ask again", RETRY_AFTER);
        }
    }
}
