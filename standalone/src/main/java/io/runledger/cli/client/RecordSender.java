package io.runledger.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Posts records to a ledger, many at once. While the ledger is busy, restarting or away it tries again, which is safe since
 * a record's id makes it the same record; {@link Away} when its patience ends. Thread-safe.
 */
public final class RecordSender {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private static final Set<Integer> NO_SUCH_DOOR = Set.of(404, 405, 501);

    private final LedgerClient ledger;
    private final Duration patience;

    /** Whether it has answered before: one that was never there is not waited for. */
    private volatile boolean met;

    /** @param patience how long records are tried again while none is taken */
    public RecordSender(LedgerClient ledger, Duration patience) {
        this.ledger = ledger;
        this.patience = patience;
    }

    /** With a patience that outlasts a restart of the ledger. */
    public RecordSender(LedgerClient ledger) {
        this(ledger, PATIENCE);
    }

    /**
     * Posts records of one kind, in order, and returns an answer to each. Those that could not be taken at first are sent
     * again; only they, so they come after those that were taken.
     *
     * @param records JSON, without line ends
     */
    public List<Answer> post(RecordKind kind, List<byte[]> records) throws Away, InterruptedException {
        Answer[] answers = new Answer[records.size()];
        List<Integer> open =
                new ArrayList<>(IntStream.range(0, answers.length).boxed().toList());
        LedgerClient.Retry retry = new LedgerClient.Retry(patience);
        while (!open.isEmpty()) {
            int before = open.size();
            Attempt attempt = attempt(request(kind, records, open));
            if (attempt instanceof Attempt.Answered answered) {
                answered.tell(answers, open);
            }
            if (open.size() < before) {
                retry.reset();
            } else if (attempt.isHopeless() || !retry.pause(attempt.askedToWait())) {
                throw new Away(attempt.reason(), open.get(0));
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
        return ledger.request(kind.path())
                .header("Content-Type", "application/x-ndjson")
                .timeout(ANSWER_LIMIT)
                .POST(BodyPublishers.ofByteArray(lines.toByteArray()))
                .build();
    }

    private Attempt attempt(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = ledger.send(request, BodyHandlers.ofString());
            met = true;
            Optional<String> unknown = ledger.unauthenticated(response);
            if (unknown.isPresent()) {
                return new Attempt.Failed(unknown.get(), Duration.ZERO, true);
            }
            Answer answer = new Answer(response.statusCode(), response.body());
            Optional<Duration> later = LedgerClient.retryAfter(response);
            if (later.isPresent()) {
                return new Attempt.Failed(busy(answer), later.get(), false);
            }
            return NO_SUCH_DOOR.contains(answer.status())
                    ? new Attempt.Failed(
                            ledger.url() + " takes no records (" + answer.problem() + "): name the ledger with --url.",
                            Duration.ZERO,
                            true)
                    : new Attempt.Answered(answer, ledger.url());
        } catch (IOException e) {
            return new Attempt.Failed(
                    String.valueOf(ledger.unanswered(e).getMessage()), Duration.ZERO, LedgerClient.isAbsent(e) && !met);
        }
    }

    private String busy(Answer answer) {
        return "The ledger at " + ledger.url() + " cannot take records now: " + answer.problem() + ".";
    }

    private sealed interface Attempt {
        String reason();

        /** Whether it would be the same later. */
        boolean isHopeless();

        Duration askedToWait();

        record Answered(Answer whole, String url) implements Attempt {
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
                return "The ledger at " + url + " cannot take records now: "
                        + whole.items().stream()
                                .filter(Answer::retriable)
                                .findFirst()
                                .orElse(whole)
                                .problem()
                        + ".";
            }

            @Override
            public boolean isHopeless() {
                return false;
            }

            @Override
            public Duration askedToWait() {
                return Duration.ZERO;
            }
        }

        record Failed(String reason, Duration askedToWait, boolean isHopeless) implements Attempt {}
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
