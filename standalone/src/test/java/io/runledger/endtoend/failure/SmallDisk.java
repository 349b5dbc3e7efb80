package io.runledger.endtoend.failure;

import io.runledger.endtoend.ledger.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A file system of a few megabytes, mounted on a directory, which takes an administrator's rights. */
final class SmallDisk implements AutoCloseable {
    private static final int LEFT_BYTES = 256 << 10;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** @throws IOException if this user may not mount */
    static SmallDisk on(Path directory, int megabytes) throws IOException {
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
        return new SmallDisk(directory);
    }

    /** Leaves next to nothing of it. */
    void fill() throws IOException {
        long room = directory.toFile().getUsableSpace() - LEFT_BYTES;
        Files.write(filler(), new byte[(int) Math.max(0, room)]);
    }

    void makeRoom() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", directory.toString());
    }

    private static void run(String... command) throws IOException {
        try {
            ChildProcess.run(Duration.ofSeconds(10), Path.of("."), Map.of(), List.of(command));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command[0] + " was interrupted", e);
        }
    }
}
