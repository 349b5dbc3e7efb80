package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.archive.Archive;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.archive.RefusedException;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.run.BundleFile;
import io.runledger.bundle.run.BundleManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks an export or the bundle of a run, a zip or a directory, with no ledger at hand. Nothing in it is trusted: it is read
 * as a stream, line by line, within limits. Memory holds the longest line and 16 bytes of digest for each record (see {@link
 * IdSet}), whatever the size.
 */
public final class Validator {
    /** What others refer to comes first, so that a reference can be judged when it is read. */
    static final List<ExportFile> ORDER =
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
        try (Archive archive = Archive.open(path, limits)) {
            archive.flaws().forEach(findings::add);
            Reading reading = new Reading(archive, limits, findings);
            Optional<ObjectNode> manifest = reading.object(ExportFile.MANIFEST, StatedFiles.NOTHING);
            if (isBundle(archive, manifest)) {
                new BundleCheck(reading).check(manifest);
            } else {
                export(reading, manifest);
            }
            return new Validation(reading.records(), findings.count());
        } catch (RefusedException e) {
            findings.add(e.flaw());
            return new Validation(Map.of(), findings.count());
        }
    }

    /** By what it says, or by where its files are. */
    private static boolean isBundle(Archive archive, Optional<ObjectNode> manifest) {
        return manifest.filter(json -> json.path("format").asText().equals(BundleManifest.FORMAT))
                        .isPresent()
                || archive.names().stream().anyMatch(name -> name.startsWith(BundleFile.ROOT));
    }

    private static void export(Reading reading, Optional<ObjectNode> manifest) throws IOException {
        Findings findings = reading.findings();
        reading.archive().names().stream()
                .filter(name -> !name.equals(ExportFile.MANIFEST)
                        && ExportFile.named(name).isEmpty())
                .forEach(name -> findings.add(name, 0, "", "unknown-file", "is no file of an export"));
        StatedManifest stated =
                manifest.map(json -> StatedManifest.read(json, findings)).orElse(StatedManifest.NOTHING);
        List<ExportRule> rules = ExportRules.of(stated.positions(), reading.limits());
        for (ExportFile file : ORDER) {
            reading.records(file.fileName(), file, stated.files(), rules);
        }
        rules.forEach(rule -> rule.end(findings));
    }
}
