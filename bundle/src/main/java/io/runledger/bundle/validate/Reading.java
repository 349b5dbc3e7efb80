package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.archive.Archive;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.archive.RefusedException;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.FileDigest;
import io.runledger.bundle.record.Json;
import io.runledger.core.lines.BoundedLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the files of an archive within the limits, and tells what cannot be read. For one thread. */
final class Reading {
    private final Archive archive;
    private final Limits limits;
    private final Findings findings;
    private final Map<String, Long> records = new HashMap<>();

    Reading(Archive archive, Limits limits, Findings findings) {
        this.archive = archive;
        this.limits = limits;
        this.findings = findings;
    }

    Archive archive() {
        return archive;
    }

    Limits limits() {
        return limits;
    }

    Findings findings() {
        return findings;
    }

    /** How many lines or entries were read of each file. */
    Map<String, Long> records() {
        return records;
    }

    /** Whether there is such a file, which there must be. */
    boolean isThere(String name) {
        boolean there = archive.names().contains(name);
        if (!there) {
            findings.add(name, 0, "", "missing-file", "is missing");
        }
        return there;
    }

    /** A file that is one JSON object. */
    Optional<ObjectNode> object(String name, StatedFiles stated) throws IOException {
        return bytes(name, stated).flatMap(bytes -> new JsonLines(findings).read(name, 0, bytes, bytes.length));
    }

    /** The JSON value that a file's bytes are. */
    Optional<JsonNode> value(String name, byte[] bytes) {
        try {
            JsonNode value = Json.read(bytes);
            if (!value.isMissingNode()) {
                return Optional.of(value);
            }
        } catch (IOException e) {
            findings.add(name, 0, "", "malformed-json", "the file is not well-formed JSON in UTF-8");
            return Optional.empty();
        }
        findings.add(name, 0, "", "malformed-json", "the file is empty");
        return Optional.empty();
    }

    /** A file that is no larger than a line may be. */
    Optional<byte[]> bytes(String name, StatedFiles stated) throws IOException {
        if (!isThere(name)) {
            return Optional.empty();
        }
        try (InputStream in = archive.open(name)) {
            byte[] bytes = in.readNBytes(limits.lineBytes());
            if (in.read() >= 0) {
                findings.add(name, 0, "", "line-too-long", "is larger than " + limits.lineBytes() + " bytes");
                return Optional.empty();
            }
            FileDigest digest = new FileDigest();
            digest.update(bytes, 0, bytes.length);
            stated.compare(digest.entry(name, 1), findings);
            return Optional.of(bytes);
        } catch (RefusedException e) {
            findings.add(e.flaw());
            return Optional.empty();
        }
    }

    /** Holds each record of a file against the rules. */
    void records(String name, ExportFile file, StatedFiles stated, List<ExportRule> rules) throws IOException {
        JsonLines json = new JsonLines(findings);
        lines(name, stated, (number, bytes, length) -> {
            json.line(file, number, bytes, length).ifPresent(line -> rules.forEach(rule -> rule.check(line, findings)));
            return true;
        });
    }

    /** Takes lines, and says of each whether it is a record. */
    @FunctionalInterface
    interface Taker {
        /** The bytes are valid until it returns. */
        boolean take(long number, byte[] bytes, int length) throws IOException;
    }

    /** Reads a file line by line. */
    void lines(String name, StatedFiles stated, Taker taker) throws IOException {
        if (!isThere(name)) {
            return;
        }
        long number = 0;
        long count = 0;
        try (InputStream in = archive.open(name)) {
            FileDigest digest = new FileDigest();
            BoundedLines lines = new BoundedLines(digest.of(in), limits.lineBytes());
            for (BoundedLines.Next next = lines.next(); next != BoundedLines.Next.END; next = lines.next()) {
                number++;
                if (next == BoundedLines.Next.TOO_LONG) {
                    count++;
                    findings.add(
                            name,
                            number,
                            "",
                            "line-too-long",
                            "the line is longer than " + limits.lineBytes() + " bytes");
                    continue;
                }
                if (next == BoundedLines.Next.CUT_OFF) {
                    findings.add(name, number, "", "truncated-file", "the file ends within this line");
                }
                count += taker.take(number, lines.bytes(), lines.length()) ? 1 : 0;
            }
            stated.compare(digest.entry(name, count), findings);
        } catch (RefusedException e) {
            findings.add(e.flaw());
        }
        records.put(name, count);
    }

    /** A file that is a JSON array with an object on each line, as a bundle has them. */
    void array(String name, StatedFiles stated, Entries entries) throws IOException {
        ArrayLines array = new ArrayLines(name, findings, entries);
        lines(name, stated, array);
        if (records.containsKey(name)) {
            array.end();
        }
    }

    /** Takes the entries of an array. */
    @FunctionalInterface
    interface Entries {
        void take(long line, ObjectNode entry);
    }
}
