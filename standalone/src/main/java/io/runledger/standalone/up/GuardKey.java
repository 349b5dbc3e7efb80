package io.runledger.standalone.up;

import io.runledger.core.settings.OwnersOnly;
import io.runledger.schemas.log.OldSeals;
import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The guard key of a ledger that {@code up} keeps: made at the first start, in a file of its directory that only its owner can
 * read. A ledger of a version before had none: the file says so for good, for it counts when the log is marked.
 */
record GuardKey(String key, OldSeals oldSeals) {
    static final String NAME = "guard-key.properties";

    private static final int BYTES = 32;

    /** The key in a directory; empty if there is none. */
    static Optional<GuardKey> in(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        String key = properties.getProperty("key", "");
        String old = properties.getProperty("old_seals", OldSeals.UNSEALED.word());
        for (OldSeals each : OldSeals.values()) {
            if (each.word().equals(old) && !key.isBlank()) {
                return Optional.of(new GuardKey(key, each));
            }
        }
        throw new ClearFailure(
                file + " is damaged: bring it back from a backup, for what the guard decided is sealed with"
                        + " the key in it.");
    }

    /** @param isNewLedger whether nothing can have been decided yet */
    static GuardKey inOrMade(Path directory, boolean isNewLedger) throws IOException {
        Optional<GuardKey> found = in(directory);
        if (found.isPresent()) {
            return found.get();
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        GuardKey made =
                new GuardKey(HexFormat.of().formatHex(random), isNewLedger ? OldSeals.UNSEALED : OldSeals.EMPTY_KEY);
        made.write(directory);
        return made;
    }

    private void write(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("key", key);
        properties.setProperty("old_seals", oldSeals.word());
        Path draft = directory.resolve(NAME + ".new");
        Files.deleteIfExists(draft);
        OwnersOnly.createFile(draft);
        try (var out = Files.newOutputStream(draft)) {
            properties.store(out, "Runledger: what this ledger is sealed with; a secret, keep it with the ledger");
        }
        Files.move(draft, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    Map<String, String> settings() {
        return Map.of("RUNLEDGER_GUARD_KEY", key, "RUNLEDGER_OLD_SEALS", oldSeals.word());
    }

    @Override
    public String toString() {
        return "GuardKey";
    }
}
