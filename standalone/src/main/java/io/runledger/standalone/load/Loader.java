package io.runledger.standalone.load;

import io.runledger.standalone.load.LedgerClient.Away;
import io.runledger.standalone.load.LoadResult.Problem;
import io.runledger.standalone.load.LoadedRecord.NotARecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Posts the lines of files in order, the records of one run strictly one after another, different runs side by side. Reads
 * ahead by a bounded number of bytes, whatever the files' size.
 */
final class Loader {
    private static final int PARALLEL_RUNS = 8;
    private static final int BYTES_AHEAD = 16 * 1024 * 1024;
    private static final int LONGEST_LINE = BYTES_AHEAD;

    private final LedgerClient ledger;
    private final LoadProgress progress;
    private final LoadResult result = new LoadResult();
    private final Semaphore ahead = new Semaphore(BYTES_AHEAD);

    Loader(LedgerClient ledger, LoadProgress progress) {
        this.ledger = ledger;
        this.progress = progress;
    }

    LoadResult load(List<InputFile> files) throws IOException, InterruptedException {
        SerialLanes lanes = new SerialLanes(PARALLEL_RUNS);
        try {
            for (int place = 0; place < files.size() && !result.stopped(); place++) {
                read(place, files.get(place), lanes);
            }
        } finally {
            lanes.finish();
        }
        return result;
    }

    private void read(int place, InputFile file, SerialLanes lanes) throws IOException, InterruptedException {
        FileResult counts = result.newFile(file.name());
        try (LineReader lines = new LineReader(file.open(), LONGEST_LINE)) {
            for (byte[] line = lines.next(); line != null && !result.stopped(); line = lines.next()) {
                Source source = new Source(place, lines.number(), counts);
                if (lines.cut()) {
                    refuse(source, "longer than " + LONGEST_LINE + " bytes", line.length);
                } else if (!isBlank(line)) {
                    submit(source, line, lanes);
                } else {
                    progress.step(line.length + 1L, 0);
                }
            }
        }
    }

    private void submit(Source source, byte[] line, SerialLanes lanes) throws InterruptedException {
        LoadedRecord loaded;
        try {
            loaded = LoadedRecord.parse(line);
        } catch (NotARecord e) {
            refuse(source, e.reason(), line.length);
            return;
        }
        ahead.acquire(line.length);
        lanes.submit(loaded.runId(), () -> {
            try {
                post(source, loaded);
            } finally {
                ahead.release(line.length);
            }
        });
    }

    private void post(Source source, LoadedRecord loaded) {
        if (result.stopped()) {
            return;
        }
        try {
            Answer answer = ledger.post(loaded.kind(), loaded.body());
            source.counts().count(answer);
            if (!answer.accepted()) {
                result.problem(source.problem(answer.problem()));
            }
            progress.step(loaded.body().length + 1L, 1);
        } catch (Away e) {
            result.stoppedAt(source.problem(e.reason()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.stoppedAt(source.problem("interrupted"));
        }
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
