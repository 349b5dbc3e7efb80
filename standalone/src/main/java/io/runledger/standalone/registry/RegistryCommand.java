package io.runledger.standalone.registry;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of the registry: a small heap, few threads, and a database that loses nothing. */
final class RegistryCommand {
    static final String DATABASE = "schemas";

    private RegistryCommand() {}

    static List<String> line(RegistryHome home, ClassArchive archive, Path data, String host, int port)
            throws IOException {
        Path temporary = Files.createDirectories(data.resolve("tmp"));
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        line.addAll(List.of("-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr"));
        line.addAll(archive.options());
        line.add("-Djava.io.tmpdir=" + temporary);
        settings(host, port).forEach(setting -> line.add("-D" + setting));
        line.add("-cp");
        line.add(home.runnerJar() + File.pathSeparator + RegistryHome.ownCode());
        line.add(EndsWithParent.class.getName());
        line.add(home.mainClass());
        return line;
    }

    private static List<String> settings(String host, int port) {
        return List.of(
                "quarkus.http.host=" + host,
                "quarkus.http.port=" + port,
                "quarkus.http.io-threads=2",
                "quarkus.thread-pool.max-threads=8",
                "quarkus.http.access-log.enabled=false",
                "quarkus.banner.enabled=false",
                "apicurio.storage.kind=sql",
                "apicurio.storage.sql.kind=h2",
                // Relative to the working directory: a path may hold characters that mean something in such a URL.
                // WRITE_DELAY=0: by default H2 acknowledges up to half a second before it writes.
                "apicurio.datasource.url=jdbc:h2:file:./" + DATABASE + ";WRITE_DELAY=0",
                "apicurio.datasource.jdbc.initial-size=1",
                "apicurio.datasource.jdbc.min-size=1",
                "apicurio.datasource.jdbc.max-size=8",
                // One schema, one id, whatever its whitespace.
                "apicurio.ccompat.use-canonical-hash=true",
                "apicurio.logconfigjob.every=off");
    }

    /** The address to call a server at that was bound to {@code host}. */
    static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }
}
