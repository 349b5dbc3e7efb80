package io.runledger.bundle.validate;

import io.runledger.bundle.archive.Archive;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.archive.RefusedException;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.FileDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Checks an export, a zip or a directory, with no ledger at hand. Nothing in it is trusted: it is read as a stream, line by
 * line, within limits. Memory holds the longest line and 16 bytes of digest for each record (see {@link IdSet}), whatever
 * the export's size.
 */
public final class Validator {
    /** What others refer to comes first, so that a reference can be judged when it is read. */
    private static final List<ExportFile> ORDER =
            List.of(ExportFile.TASKS, ExportFile.FILES, ExportFile.ARTIFACTS, ExportFile.EVENTS);

    private final Limits limits;

    public Validator() {
        this(Limits.DEFAULT);
    }

    public Validator(Limits limits) {
        this.limits = limits;
    }

    /**
     * Reads all of it.
     *
     * @param to gets each finding when it is found
     * @throws IOException if it is neither a zip nor a directory, or cannot be read
     */
    public Validation validate(Path path, Consumer<Finding> to) throws IOException {
        Findings findings = new Findings(to);
        Map<String, Long> records = new HashMap<>();
        try (Archive archive = Archive.open(path, limits)) {
            archive.flaws().forEach(findings::add);
            archive.names().stream()
                    .filter(name -> !name.equals(ExportFile.MANIFEST)
                            && ExportFile.named(name).isEmpty())
                    .forEach(name -> findings.add(name, 0, "", "unknown-file", "is no file of an export"));
            StatedManifest manifest = manifest(archive, findings);
            List<Rule> rules = ExportRules.of(manifest, limits);
            for (ExportFile file : ORDER) {
                if (isThere(archive, file.fileName(), findings)) {
                    records.put(file.fileName(), read(archive, file, manifest, rules, findings));
                }
            }
            rules.forEach(rule -> rule.end(findings));
        } catch (RefusedException e) {
            findings.add(e.flaw());
        }
        return new Validation(records, findings.count());
    }

    private static boolean isThere(Archive archive, String name, Findings findings) {
        boolean there = archive.names().contains(name);
        if (!there) {
            findings.add(name, 0, "", "missing-file", "is missing");
        }
        return there;
    }

    private StatedManifest manifest(Archive archive, Findings findings) throws IOException {
        if (!isThere(archive, ExportFile.MANIFEST, findings)) {
            return StatedManifest.NOTHING;
        }
        try (InputStream in = archive.open(ExportFile.MANIFEST)) {
            byte[] bytes = in.readNBytes(limits.lineBytes());
            if (in.read() >= 0) {
                findings.add(
                        ExportFile.MANIFEST, 0, "", "line-too-long", "is larger than " + limits.lineBytes() + " bytes");
                return StatedManifest.NOTHING;
            }
            return new JsonLines(findings)
                    .read(ExportFile.MANIFEST, 0, bytes, bytes.length)
                    .map(json -> StatedManifest.read(json, findings))
                    .orElse(StatedManifest.NOTHING);
        } catch (RefusedException e) {
            findings.add(e.flaw());
            return StatedManifest.NOTHING;
        }
    }

    /** Reads one file and returns how many lines it has. */
    private long read(Archive archive, ExportFile file, StatedManifest manifest, List<Rule> rules, Findings findings)
            throws IOException {
        long number = 0;
        try (InputStream in = archive.open(file.fileName())) {
            FileDigest digest = new FileDigest();
            LineReader lines = new LineReader(in, limits.lineBytes(), digest);
            JsonLines json = new JsonLines(findings);
            for (LineReader.Next next = lines.next(); next != LineReader.Next.END; next = lines.next()) {
                number++;
                if (next == LineReader.Next.TOO_LONG) {
                    findings.add(
                            file.fileName(),
                            number,
                            "",
                            "line-too-long",
                            "the line is longer than " + limits.lineBytes() + " bytes");
                    continue;
                }
                if (next == LineReader.Next.CUT_OFF) {
                    findings.add(file.fileName(), number, "", "truncated-file", "the file ends within this line");
                }
                json.line(file, number, lines.bytes(), lines.length())
                        .ifPresent(line -> rules.forEach(rule -> rule.check(line, findings)));
            }
            manifest.compare(digest.entry(file.fileName(), number), findings);
        } catch (RefusedException e) {
            findings.add(e.flaw());
        }
        return number;
    }
}
