package io.runledger.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.AppInfoParser;
import org.rocksdb.RocksDB;

/**
 * What it was measured on.
 *
 * @param load processes that wanted to run in the minute before
 */
record Machine(
        Instant at,
        String commit,
        String system,
        String processor,
        int cores,
        long memoryBytes,
        double load,
        String java,
        List<String> flags,
        String kafka,
        String rocks) {
    static Machine now() throws IOException {
        RocksDB.loadLibrary();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                describedCommit(),
                system.getName() + " " + system.getVersion(),
                processorName(),
                system.getAvailableProcessors(),
                system.getTotalMemorySize(),
                system.getSystemLoadAverage(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(flag -> flag.startsWith("-X"))
                        .map(flag -> flag.startsWith("-XX:SharedArchiveFile") ? "-XX:SharedArchiveFile" : flag)
                        .toList(),
                AppInfoParser.getVersion(),
                String.valueOf(RocksDB.rocksdbVersion()));
    }

    private static String processorName() throws IOException {
        Path told = Path.of("/proc/cpuinfo");
        if (!Files.exists(told)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(told, UTF_8).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    /** Of the checkout that it was started from, marked if something was changed there; unknown elsewhere. */
    private static String describedCommit() throws IOException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
                .directory(Path.of(System.getProperty("runledger.home", ".")).toFile())
                .redirectError(Redirect.DISCARD)
                .start();
        String told = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
        git.onExit().completeOnTimeout(git, 10, TimeUnit.SECONDS).join();
        return told.isEmpty() ? "unknown" : told;
    }

    String told() {
        return at + ", commit " + commit + "; " + cores + " cores (" + processor + "), " + (memoryBytes >> 20)
                + " MiB, "
                + system + ", load " + Figures.shown(load) + "; " + java + " " + String.join(" ", flags) + "; Kafka "
                + kafka
                + ", RocksDB " + rocks;
    }

    void describe(ObjectNode report) {
        report.put("measured_at", at.toString()).put("commit", commit);
        report.putObject("machine")
                .put("system", system)
                .put("processor", processor)
                .put("cores", cores)
                .put("memory_bytes", memoryBytes)
                .put("load", load);
        ObjectNode versions = report.putObject("versions");
        versions.put("java", java).put("kafka", kafka).put("rocksdb", rocks);
        flags.forEach(report.putArray("java_flags")::add);
    }
}
