package io.runledger.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.cli.client.Answer;
import io.runledger.cli.client.LedgerClient;
import io.runledger.cli.client.LedgerOption;
import io.runledger.cli.client.RecordKind;
import io.runledger.cli.client.RecordSender;
import io.runledger.cli.client.RecordSender.Away;
import io.runledger.standalone.terminal.ClearFailure;
import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code runledger demo}: records an agent's run through the ledger's public API, and says what to look at and what to do. */
@Command(
        name = "demo",
        description = "Record an agent's run in a running ledger: tool calls, an evaluation, artifacts to review, and a"
                + " task that waits for one of them. Each time it is a new run.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    @Mixin
    private final LedgerOption option = new LedgerOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        LedgerClient ledger = option.connect();
        DemoRun run = DemoRun.endingAt(Instant.now(), new SecureRandom());
        RecordSender writer = new RecordSender(ledger);
        record(writer, RecordKind.EVENT, run.events());
        record(writer, RecordKind.ARTIFACT, run.artifacts());

        String at = "/runs/" + run.runId();
        decided(ledger, "/tasks", run.task(), 200);
        decided(
                ledger,
                at + "/artifacts/" + run.attached() + "/attach",
                json("{\"task_id\": \"" + run.taskId() + "\"}"),
                200);
        JsonNode refusal = decided(ledger, at + "/tasks/" + run.taskId() + "/complete", json("{}"), 409);

        PrintWriter out = spec.commandLine().getOut();
        say(run, refusal, ledger.url(), out);
        out.flush();
        return 0;
    }

    /** Stops at the first that is refused: a run with a hole is no demonstration. */
    private static void record(RecordSender ledger, RecordKind kind, List<byte[]> records) throws InterruptedException {
        try {
            for (Answer answer : ledger.post(kind, records)) {
                if (!answer.accepted()) {
                    throw new ClearFailure("The ledger refused a record of the demo: " + answer.problem());
                }
            }
        } catch (Away e) {
            throw new ClearFailure(e.reason(), e);
        }
    }

    /** Asks for something that is decided, and returns the answer if it is what the story needs. */
    private static JsonNode decided(LedgerClient ledger, String path, byte[] body, int expected)
            throws InterruptedException {
        HttpResponse<byte[]> response = ledger.answered(ledger.request(path)
                .timeout(ANSWER_LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
        if (response.statusCode() != expected) {
            throw new ClearFailure("The ledger did not decide as the demo needs it (POST " + path + "): "
                    + new Answer(response.statusCode(), new String(response.body(), UTF_8)).problem());
        }
        return ledger.json(response);
    }

    private static byte[] json(String text) {
        return text.getBytes(UTF_8);
    }

    private static void say(DemoRun run, JsonNode refusal, String url, PrintWriter out) {
        String at = url + "/runs/" + run.runId();
        out.println("Recorded an agent's run, " + run.runId() + ": it wrote release notes.");
        out.println("  " + run.events().size() + " events: its start and end, " + run.count("tool.called")
                + " tool calls (one denied by policy, one with a password that was redacted),");
        out.println("    evidence, " + run.count("eval.scored") + " evaluation scores, and the gate it passed");
        out.println("  " + run.artifacts().size() + " artifacts that need review");
        out.println("  1 task, " + run.taskId()
                + ", that is complete only with an approved artifact. Completing it now is refused:");
        for (JsonNode blocker : refusal.path("blocked_by")) {
            out.println("    "
                    + blocker.path("detail").asText(blocker.path("requirement").asText()));
        }
        out.println();
        out.println("Look at it:");
        out.println("  the run           " + url + "/#/runs/" + run.runId());
        out.println("  the review queue  " + url + "/#/review");
        out.println("Approve the artifact there, or here; then complete the task:");
        out.println("  curl -s " + at + "/artifacts/" + run.attached()
                + "/review -H 'Content-Type: application/json' -d '{\"status\": \"approved\", \"actor\": \"me\"}'");
        out.println("  curl -s " + at + "/tasks/" + run.taskId()
                + "/complete -H 'Content-Type: application/json' -d '{\"actor\": \"me\"}'");
    }
}
