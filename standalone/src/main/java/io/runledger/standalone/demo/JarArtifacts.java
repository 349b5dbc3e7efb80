package io.runledger.standalone.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.standalone.load.RecordKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The jars of a build told as artifacts of a run, with the digests of their bytes. */
final class JarArtifacts {
    private JarArtifacts() {}

    static List<DemoRecord> of(List<Path> jars, String runId) throws IOException {
        List<DemoRecord> artifacts = new ArrayList<>();
        for (Path jar : jars) {
            artifacts.add(new DemoRecord(RecordKind.ARTIFACT, artifact(jar, runId)));
        }
        return artifacts;
    }

    private static ObjectNode artifact(Path jar, String runId) throws IOException {
        String filename = jar.getFileName().toString();
        String sha256 = sha256(jar);
        String location = jar.toUri().toString();
        ObjectNode artifact = JsonNodeFactory.instance.objectNode();
        artifact.put("artifact_id", DemoRun.id(runId + " artifact " + location + " " + sha256));
        artifact.put("artifact_type", "java-archive");
        artifact.put("run_id", runId);
        artifact.put("title", filename + " of this build");
        artifact.put("storage_provider", "local-dev");
        artifact.put("location", location);
        artifact.put("filename", filename);
        artifact.put("content_type", "application/java-archive");
        artifact.put("size_bytes", Files.size(jar));
        artifact.putObject("checksum").put("algorithm", "sha256").put("value", sha256);
        artifact.put("data_class", "internal");
        artifact.put("source_type", "system");
        artifact.put("created_by", DemoRun.PRODUCER);
        return artifact;
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
