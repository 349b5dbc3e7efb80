package io.runledger.cli.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.bundle.archive.Archive;
import io.runledger.bundle.archive.Flaw;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.archive.RefusedException;
import io.runledger.bundle.archive.Unpacking;
import io.runledger.bundle.export.ExportFile;
import io.runledger.cli.client.LedgerClient;
import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes an export, or the bundle of a run, from a ledger. What breaks off leaves nothing that looks whole: a file has its name when it is complete. */
public final class ExportDownload {
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);
    private static final int COPIED_AT_ONCE = 64 * 1024;
    private static final int LONGEST_PROBLEM = 64 * 1024;

    /** How long a ledger that is busy, or whose views lag, is asked again. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LedgerClient ledger;

    public ExportDownload(LedgerClient ledger) {
        this.ledger = ledger;
    }

    /** Writes the zip to a file, or unpacks it into a directory. */
    void take(String path, Output output) throws IOException, InterruptedException {
        if (output.unpacked()) {
            unpack(path, output.path());
        } else {
            save(path, output.path());
        }
    }

    /** Writes the zip to a file. */
    void save(String path, Path file) throws IOException, InterruptedException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            fetched(path, part);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Writes the zip to a file that is only read here, when the ledger can give it.
     *
     * @return false if the ledger has nothing of what is asked for
     */
    public boolean saveIfThere(String path, Path file) throws IOException, InterruptedException {
        LedgerClient.Retry retry = new LedgerClient.Retry(PATIENCE);
        while (true) {
            try {
                fetch(path, file);
                return true;
            } catch (Refused e) {
                if (e.status == 404) {
                    return false;
                }
                if (e.retryAfter == null || !retry.pause(e.retryAfter)) {
                    throw e.clear();
                }
            }
        }
    }

    /** An answer that is no zip. */
    private final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final @Nullable Duration retryAfter;

        Refused(HttpResponse<?> answer, String problem) {
            super(problem);
            this.status = answer.statusCode();
            this.retryAfter = LedgerClient.retryAfter(answer).orElse(null);
        }

        ClearFailure clear() {
            return new ClearFailure(
                    "The ledger at " + ledger.url() + " answered " + status + ": " + getMessage(), this);
        }
    }

    private void fetched(String path, Path part) throws IOException, InterruptedException {
        try {
            fetch(path, part);
        } catch (Refused e) {
            throw e.clear();
        }
    }

    private void unpack(String path, Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path part = Files.createTempFile(directory, ".export", ".part");
        try {
            fetched(path, part);
            try (Archive archive = Archive.open(part, Limits.DEFAULT)) {
                Unpacking.into(directory, archive);
            }
        } catch (RefusedException e) {
            throw broken(e.flaw());
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void fetch(String path, Path part) throws IOException, InterruptedException {
        HttpRequest request = ledger.request(path).timeout(ANSWER_LIMIT).build();
        HttpResponse<InputStream> answer = begun(request);
        try (InputStream body = answer.body()) {
            ledger.unauthenticated(answer).ifPresent(sentence -> {
                throw new ClearFailure(sentence);
            });
            if (answer.statusCode() != 200) {
                throw new Refused(answer, problem(body.readNBytes(LONGEST_PROBLEM)));
            }
            copy(body, part);
        }
        try (Archive archive = Archive.open(part, Limits.DEFAULT)) {
            for (Flaw flaw : archive.flaws()) {
                throw broken(flaw);
            }
            if (!archive.names().contains(ExportFile.MANIFEST)) {
                throw new ClearFailure("It came without its manifest; take it again.");
            }
        } catch (RefusedException e) {
            throw broken(e.flaw());
        }
    }

    private HttpResponse<InputStream> begun(HttpRequest request) throws InterruptedException {
        try {
            return ledger.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw ledger.unanswered(e);
        }
    }

    /** What fails is told by its side: the ledger's, or the disk's. */
    private void copy(InputStream body, Path part) throws IOException {
        byte[] some = new byte[COPIED_AT_ONCE];
        try (OutputStream out = Files.newOutputStream(part)) {
            for (int read = read(body, some); read >= 0; read = read(body, some)) {
                out.write(some, 0, read);
            }
        } catch (IOException e) {
            throw new ClearFailure(
                    part.toAbsolutePath().getParent() + " cannot be written to (" + e.getMessage()
                            + "): make room, or name another place with -o; nothing was left there.",
                    e);
        }
    }

    private int read(InputStream body, byte[] into) {
        try {
            return body.read(into);
        } catch (IOException e) {
            throw ledger.unanswered(e);
        }
    }

    private static ClearFailure broken(Flaw flaw) {
        return new ClearFailure("What came is not whole: it " + flaw.detail() + "; take it again.");
    }

    private static String problem(byte[] body) {
        try {
            return new ObjectMapper().readTree(body).path("detail").asText("no reason given");
        } catch (JsonProcessingException e) {
            return new String(body, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "no reason that can be read";
        }
    }
}
