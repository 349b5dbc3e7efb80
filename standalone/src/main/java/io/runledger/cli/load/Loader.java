package io.runledger.cli.load;

import io.runledger.cli.client.Answer;
import io.runledger.cli.client.RecordSender;
import io.runledger.cli.client.RecordSender.Away;
import io.runledger.cli.load.LoadResult.Problem;
import io.runledger.cli.load.LoadedRecord.NotARecord;
import io.runledger.core.lines.BoundedLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Posts the lines of files in order, many at once, one batch after another: so the records of a run keep their order. Holds one
 * batch, whatever the files' size.
 */
final class Loader {
    private static final int MOST_RECORDS = 1_000;
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final int LONGEST_LINE = 16 * 1024 * 1024;

    private final RecordSender ledger;
    private final LoadProgress progress;
    private final LoadResult result = new LoadResult();
    private final List<Read> batch = new ArrayList<>();
    private int batchBytes;

    Loader(RecordSender ledger, LoadProgress progress) {
        this.ledger = ledger;
        this.progress = progress;
    }

    private record Read(Source source, LoadedRecord loaded) {}

    LoadResult load(List<InputFile> files) throws IOException {
        for (int place = 0; place < files.size() && !result.stopped(); place++) {
            read(place, files.get(place));
        }
        post();
        return result;
    }

    private void read(int place, InputFile file) throws IOException {
        FileResult counts = result.newFile(file.name());
        try (InputStream in = file.open()) {
            BoundedLines lines = new BoundedLines(in, LONGEST_LINE);
            for (int number = 1; !result.stopped() && lines.next() != BoundedLines.Next.END; number++) {
                byte[] line = Arrays.copyOf(lines.bytes(), lines.length());
                Source source = new Source(place, number, counts);
                if (lines.isTooLong()) {
                    refuse(source, "longer than " + LONGEST_LINE + " bytes", line.length);
                } else if (!isBlank(line)) {
                    add(source, line);
                } else {
                    progress.step(line.length + 1L, 0);
                }
            }
        }
    }

    private void add(Source source, byte[] line) {
        LoadedRecord loaded;
        try {
            loaded = LoadedRecord.parse(line);
        } catch (NotARecord e) {
            refuse(source, e.reason(), line.length);
            return;
        }
        boolean otherKind = !batch.isEmpty() && batch.get(0).loaded().kind() != loaded.kind();
        if (otherKind || batch.size() == MOST_RECORDS || batchBytes + line.length > MOST_BYTES) {
            post();
        }
        batch.add(new Read(source, loaded));
        batchBytes += line.length;
    }

    private void post() {
        if (batch.isEmpty() || result.stopped()) {
            return;
        }
        try {
            List<byte[]> records =
                    batch.stream().map(read -> read.loaded().body()).toList();
            List<Answer> answers = ledger.post(batch.get(0).loaded().kind(), records);
            for (int i = 0; i < answers.size(); i++) {
                count(batch.get(i), answers.get(i));
            }
        } catch (Away e) {
            result.stoppedAt(batch.get(e.first()).source().problem(e.reason()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.stoppedAt(batch.get(0).source().problem("interrupted"));
        }
        batch.clear();
        batchBytes = 0;
    }

    private void count(Read read, Answer answer) {
        read.source().counts().count(answer);
        if (!answer.accepted()) {
            result.problem(read.source().problem(answer.problem()));
        }
        progress.step(read.loaded().body().length + 1L, 1);
    }

    private void refuse(Source source, String reason, int length) {
        source.counts().countUnreadable();
        result.problem(source.problem(reason));
        progress.step(length + 1L, 1);
    }

    private static boolean isBlank(byte[] line) {
        for (byte character : line) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return false;
            }
        }
        return true;
    }

    private record Source(int place, int line, FileResult counts) {
        Problem problem(String text) {
            return new Problem(place, counts.name(), line, text);
        }
    }
}
