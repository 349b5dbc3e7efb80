package io.runledger.standalone.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The process that has a data directory open.
 *
 * @param pid what it wrote into its lock; empty if the file says nothing
 */
public record LedgerOwner(Path directory, Optional<Long> pid) {
    private static final String MAIN = "io.runledger.";

    /** A file's time is kept coarser than a process's start on some systems. */
    private static final Duration CLOCKS = Duration.ofSeconds(2);

    /** Empty if no process has it open: one that was killed has not. */
    public static Optional<LedgerOwner> of(Path directory) throws IOException {
        if (!DirectoryLock.isHeld(directory)) {
            return Optional.empty();
        }
        String written = Files.readString(directory.resolve(DirectoryLock.NAME)).strip();
        return Optional.of(new LedgerOwner(
                directory, written.matches("\\d{1,18}") ? Optional.of(Long.valueOf(written)) : Optional.empty()));
    }

    /**
     * The process by its number, if that is one of this system and a ledger, by its command line where the system tells it, and
     * no younger than the lock: the number may come from another container, or be another process's now.
     */
    public Optional<ProcessHandle> process() throws IOException {
        Optional<ProcessHandle> handle = pid.flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
        if (handle.isEmpty()) {
            return handle;
        }
        ProcessHandle.Info info = handle.get().info();
        Instant locked =
                Files.getLastModifiedTime(directory.resolve(DirectoryLock.NAME)).toInstant();
        boolean older = info.startInstant()
                .map(started -> started.isBefore(locked.plus(CLOCKS)))
                .orElse(true);
        boolean named = info.arguments()
                .map(arguments -> Arrays.stream(arguments).anyMatch(argument -> argument.startsWith(MAIN)))
                .orElseGet(() ->
                        info.command().map(command -> command.endsWith("java")).orElse(false));
        return handle.filter(process -> older && named);
    }
}
