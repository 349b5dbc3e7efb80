package io.runledger.standalone.up;

import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second process away from a data directory. The system frees it when this process ends, however it ends. */
public final class DirectoryLock implements AutoCloseable {
    public static final String NAME = "ledger.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            String owner = Files.readString(file).strip();
            throw new ClearFailure("The data directory " + directory + " is in use by another Runledger"
                    + (owner.isEmpty() ? "" : " (process " + owner + ")")
                    + ": stop that one, or name another directory with --data.");
        }
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + System.lineSeparator();
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
        return new DirectoryLock(channel);
    }

    /** Whether a process has it; asks by trying, for a moment. */
    public static boolean isHeld(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return lock(channel) == null;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by another ledger of this same JVM, which is in use all the same.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
