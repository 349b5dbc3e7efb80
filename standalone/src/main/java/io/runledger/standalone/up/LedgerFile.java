package io.runledger.standalone.up;

import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * What a ledger on a directory is, as {@code ledger.properties} there holds it.
 *
 * @param partitions never change
 * @param secure whether requests need a key; once they do, they do at every later start
 */
record LedgerFile(int format, int partitions, boolean secure) {
    static final String NAME = "ledger.properties";

    private static final int FORMAT = 1;

    static LedgerFile ofNewLedger(int partitions) {
        return new LedgerFile(FORMAT, partitions, false);
    }

    LedgerFile secured() {
        return new LedgerFile(format, partitions, true);
    }

    static LedgerFile read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        LedgerFile read = new LedgerFile(
                number(properties, "format", file),
                number(properties, "partitions", file),
                Boolean.parseBoolean(properties.getProperty("secure")));
        if (read.format != FORMAT) {
            throw new ClearFailure(directory + " has format " + read.format + ", and this Runledger knows format "
                    + FORMAT + " only: start it with the version that wrote it.");
        }
        return read;
    }

    /** Whole or not at all: a half-written file would lock its owner out of the ledger. */
    void write(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("format", Integer.toString(format));
        properties.setProperty("partitions", Integer.toString(partitions));
        if (secure) {
            properties.setProperty("secure", "true");
        }
        Path draft = directory.resolve(NAME + ".new");
        try (var out = Files.newOutputStream(draft)) {
            properties.store(out, "Runledger: what this ledger is");
        }
        Files.move(draft, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static int number(Properties properties, String name, Path file) {
        String value = properties.getProperty(name, "");
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new ClearFailure(file + " is damaged: \"" + name + "\" is not a number: \"" + value + "\".", e);
        }
    }
}
