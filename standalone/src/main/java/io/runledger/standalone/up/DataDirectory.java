package io.runledger.standalone.up;

import io.runledger.core.settings.OwnersOnly;
import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything one ledger keeps on disk, held by one process at a time. An ephemeral one is deleted when it is closed. */
public final class DataDirectory implements AutoCloseable {
    private static final int DEFAULT_PARTITIONS = 12;
    private static final Set<String> OURS_BEFORE_FIRST_START =
            Set.of(DirectoryLock.NAME, LedgerFile.NAME + ".new", "logs", "kafka", "registry");

    /** What a broker takes at once: the indexes of a few new segments. */
    private static final long LEAST_ROOM = 100L << 20;

    /** A partition's directory; those of Kafka's own topics begin with underscores. */
    private static final Pattern TOPIC = Pattern.compile("[^_].*-\\d+");

    private static final int DELETIONS = 20;
    private static final Duration BEFORE_NEXT_DELETION = Duration.ofMillis(100);

    private final Path root;
    private final DirectoryLock lock;
    private LedgerFile ledger;
    private final boolean ephemeral;
    private final boolean made;

    /** @param made whether there was no ledger in it */
    private DataDirectory(Path root, DirectoryLock lock, LedgerFile ledger, boolean ephemeral, boolean made) {
        this.root = root;
        this.lock = lock;
        this.ledger = ledger;
        this.ephemeral = ephemeral;
        this.made = made;
    }

    /**
     * Opens the ledger in {@code directory}, or makes a new one if there is none.
     *
     * @param partitions asked for by the user; null for the default, or what an existing ledger has
     */
    public static DataDirectory open(Path directory, @Nullable Integer partitions) throws IOException {
        Path root = create(directory.toAbsolutePath().normalize());
        DirectoryLock lock = lock(root);
        try {
            boolean made = !Files.exists(root.resolve(LedgerFile.NAME));
            return new DataDirectory(root, lock, ledgerIn(root, partitions), false, made);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Opens a ledger that is there, and that no process has open. */
    public static DataDirectory existing(Path directory) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        if (!Files.exists(root.resolve(LedgerFile.NAME))) {
            throw new ClearFailure("There is no ledger in " + root + ": name its directory with --data.");
        }
        return open(root, null);
    }

    /** Makes a new ledger that nobody will find again. */
    public static DataDirectory ephemeral(@Nullable Integer partitions) throws IOException {
        Path root = create(Files.createTempDirectory("runledger-"));
        return new DataDirectory(root, DirectoryLock.take(root), ledgerIn(root, partitions), true, true);
    }

    public Path root() {
        return root;
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path registry() {
        return root.resolve("registry");
    }

    /** Only views of the log: may be deleted while the ledger is stopped. */
    public Path state() {
        return root.resolve("state");
    }

    /** What the guard keeps: may be deleted while the ledger is stopped, for Kafka has it, too. */
    public Path guardState() {
        return root.resolve("guard");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /**
     * What the ledger is sealed with; made if there is no key yet.
     *
     * @param sealsTopic is on the broker's disk once the log is sealed
     * @throws ClearFailure if the log is sealed already: no other key will do than the one it was sealed with
     */
    GuardKey guardKey(String sealsTopic) throws IOException {
        if (GuardKey.in(root).isEmpty() && Files.exists(kafka().resolve(sealsTopic + "-0"))) {
            throw new ClearFailure(
                    "The log in " + kafka() + " is sealed, and its key is not here: bring " + GuardKey.NAME
                            + " back from a backup into " + root + ", or set RUNLEDGER_GUARD_KEY to the key in it.");
        }
        return GuardKey.inOrMade(root, made || !hasTopics());
    }

    /** Not before there is a key, unless an earlier version made them: a first start may have ended before that. */
    private boolean hasTopics() throws IOException {
        if (!Files.isDirectory(kafka())) {
            return false;
        }
        try (Stream<Path> content = Files.list(kafka())) {
            return content.map(Path::getFileName).map(String::valueOf).anyMatch(name -> TOPIC.matcher(name)
                    .matches());
        }
    }

    /** Whether the disk has no room for a broker to write on. */
    boolean isFull() {
        return root.toFile().getUsableSpace() < LEAST_ROOM;
    }

    public int partitions() {
        return ledger.partitions();
    }

    /** Whether requests need a key. */
    boolean isSecure() {
        return ledger.secure();
    }

    /** Requests need a key from now on, at every start. */
    public void secure() throws IOException {
        if (!ledger.secure()) {
            ledger = ledger.secured();
            ledger.write(root);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
        if (ephemeral) {
            deleteAll(root);
        }
    }

    private static Path create(Path root) {
        try {
            if (!Files.isDirectory(root) || isOurs(root)) {
                OwnersOnly.directory(root);
            }
            Files.createDirectories(root.resolve("logs"));
            return root;
        } catch (FileAlreadyExistsException e) {
            throw new ClearFailure("The data directory " + root + " is a file: name a directory with --data.", e);
        } catch (IOException e) {
            throw notWritable(root, e);
        }
    }

    /** Not a directory that somebody named by a slip, whose permissions are none of ours. */
    private static boolean isOurs(Path root) throws IOException {
        if (Files.exists(root.resolve(LedgerFile.NAME))) {
            return true;
        }
        try (Stream<Path> content = Files.list(root)) {
            return content.map(Path::getFileName).map(String::valueOf).allMatch(OURS_BEFORE_FIRST_START::contains);
        }
    }

    private static DirectoryLock lock(Path root) {
        try {
            return DirectoryLock.take(root);
        } catch (IOException e) {
            throw notWritable(root, e);
        }
    }

    private static ClearFailure notWritable(Path root, IOException cause) {
        return new ClearFailure(
                "The data directory " + root + " cannot be written (" + cause
                        + "): make it writable, or name another one with --data.",
                cause);
    }

    private static LedgerFile ledgerIn(Path root, @Nullable Integer partitions) throws IOException {
        if (!Files.exists(root.resolve(LedgerFile.NAME))) {
            requireNothingElse(root);
            LedgerFile ledger = LedgerFile.ofNewLedger(partitions == null ? DEFAULT_PARTITIONS : partitions);
            ledger.write(root);
            return ledger;
        }
        LedgerFile ledger = LedgerFile.read(root);
        if (partitions != null && partitions != ledger.partitions()) {
            throw new ClearFailure(
                    "The ledger in " + root + " has " + ledger.partitions()
                            + " partitions, fixed when it was made: leave --partitions out, or name a new directory with --data.");
        }
        return ledger;
    }

    /** A slip such as --data ~ must not strew a ledger over somebody's files. */
    private static void requireNothingElse(Path root) throws IOException {
        try (Stream<Path> content = Files.list(root)) {
            boolean others = content.map(Path::getFileName)
                    .map(String::valueOf)
                    .anyMatch(name -> !OURS_BEFORE_FIRST_START.contains(name));
            if (others) {
                throw new ClearFailure("The directory " + root
                        + " holds other files and no ledger: name an empty or a new directory with --data.");
            }
        }
    }

    /** Again, where a thread that is about to end has written a file meanwhile. */
    private static void deleteAll(Path root) throws IOException {
        for (int tries = 1; Files.exists(root); tries++) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (DirectoryNotEmptyException | NoSuchFileException | UncheckedIOException e) {
                if (tries == DELETIONS) {
                    throw e;
                }
                LockSupport.parkNanos(BEFORE_NEXT_DELETION.toNanos());
            }
        }
    }
}
