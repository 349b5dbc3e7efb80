package io.runledger.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process and those it started take of the machine, as Linux tells it. */
record Footprint(ProcessHandle process) {
    private static final int KIB = 1024;

    private Stream<ProcessHandle> all() {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    /** Memory that is theirs, in bytes: pages that several share are counted in parts (PSS). */
    long memory() throws IOException {
        long bytes = 0;
        for (ProcessHandle each : all().toList()) {
            bytes += KIB * field(each, "smaps_rollup", "Pss:");
        }
        return bytes;
    }

    /** CPU time used until now, in all threads. */
    Duration cpu() {
        return all().map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static long field(ProcessHandle process, String file, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), file), UTF_8)) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.substring(name.length()).replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("/proc says no " + name + " of the ledger");
    }
}
