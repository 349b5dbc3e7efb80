package io.runledger.standalone.demo;

import io.runledger.standalone.console.ClearFailure;
import io.runledger.standalone.load.Answer;
import io.runledger.standalone.load.LedgerClient.Away;
import io.runledger.standalone.load.LedgerOption;
import io.runledger.standalone.load.RecordKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code runledger demo}: records a real run, this project's own last test run, and says what to look at. */
@Command(
        name = "demo",
        description = "Record this project's last test run in a running ledger. Safe to repeat.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final int AT_ONCE = 1_000;

    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @Override
    public Integer call() throws Exception {
        Path root = Path.of(System.getProperty("runledger.home", "."));
        ProjectBuild build = ProjectBuild.read(root);
        DemoRun run = DemoRun.of(build.suites());
        List<DemoRecord> artifacts = JarArtifacts.of(build.jars(), run.runId());

        System.err.println("Recording " + run.events().size() + " events and "
                + build.jars().size() + " artifacts of the last test run");
        long added = post(RecordKind.EVENT, run.events()) + post(RecordKind.ARTIFACT, artifacts);
        int records = run.events().size() + artifacts.size();
        System.out.println("Run " + run.runId() + " is recorded: " + added + " records added, " + (records - added)
                + " were there already. Look at it:");
        whatToLookAt(run.runId(), build.suites().get(0).name()).forEach(line -> System.out.println("  " + line));
        return 0;
    }

    /** Returns how many were not there before. Stops at the first refused: a run with a hole is no demonstration. */
    private long post(RecordKind kind, List<DemoRecord> records) throws InterruptedException {
        long added = 0;
        for (int begin = 0; begin < records.size(); begin += AT_ONCE) {
            List<byte[]> some = records.subList(begin, Math.min(records.size(), begin + AT_ONCE)).stream()
                    .map(record -> record.json().toString().getBytes(StandardCharsets.UTF_8))
                    .toList();
            try {
                for (Answer answer : ledger.client().post(kind, some)) {
                    if (!answer.accepted()) {
                        throw new ClearFailure("The ledger refused a record of the test run: " + answer.problem());
                    }
                    added += answer.alreadyThere() ? 0 : 1;
                }
            } catch (Away e) {
                throw new ClearFailure(e.reason(), e);
            }
        }
        return added;
    }

    private List<String> whatToLookAt(String runId, String taskId) {
        String url = ledger.url();
        return List.of(
                "curl -s '" + url + "/runs/" + runId + "'",
                "curl -s '" + url + "/events?run_id=" + runId + "&limit=20'",
                "curl -s '" + url + "/events?run_id=" + runId + "&task_id=" + taskId + "'",
                "curl -s '" + url + "/events?run_id=" + runId + "&event_type=test.failed'",
                "curl -s '" + url + "/artifacts?run_id=" + runId + "'");
    }
}
