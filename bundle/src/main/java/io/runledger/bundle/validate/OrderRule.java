package io.runledger.bundle.validate;

import io.runledger.bundle.export.ExportFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Records are ordered by run and then by sequence, tasks by run and then by id; texts by their UTF-8 bytes. */
final class OrderRule implements ExportRule {
    private @Nullable ExportFile file;
    private byte[] run = {};
    private byte[] task = {};
    private long sequence;

    @Override
    public void check(Line line, Findings findings) {
        byte[] lineRun = bytes(line.run());
        String id = line.text("task_id");
        byte[] lineTask = bytes(id == null || line.file() != ExportFile.TASKS ? "" : id);
        long lineSequence = line.number("sequence");
        if (line.file() == file) {
            int runs = Arrays.compareUnsigned(run, lineRun);
            if (runs > 0) {
                findings.add(line, "/run_id", "out-of-order", "comes before the run of the line above");
            } else if (runs == 0 && line.file() == ExportFile.TASKS && Arrays.compareUnsigned(task, lineTask) > 0) {
                findings.add(line, "/task_id", "out-of-order", "comes before the task of the line above");
            } else if (runs == 0 && lineSequence >= 0 && lineSequence <= sequence) {
                findings.add(line, "/sequence", "out-of-order", "is not above the sequence of the line above");
            }
        }
        file = line.file();
        run = lineRun;
        task = lineTask;
        sequence = lineSequence;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
