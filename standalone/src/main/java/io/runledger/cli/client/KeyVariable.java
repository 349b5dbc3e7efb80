package io.runledger.cli.client;

import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The key that commands send, from the environment. There is no option for it: the command line of a process is seen by every
 * user of the machine.
 */
final class KeyVariable {
    private static final String KEY = "RUNLEDGER_KEY";
    private static final String FILE = "RUNLEDGER_KEY_FILE";

    private final Map<String, String> environment;

    KeyVariable(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @throws ClearFailure if it cannot be read, or cannot be a key */
    Optional<String> get() {
        String key = environment.getOrDefault(KEY, "").strip();
        String file = environment.getOrDefault(FILE, "").strip();
        if (key.isEmpty() && !file.isEmpty()) {
            try {
                key = Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw new ClearFailure(
                        "The key in " + file + ", which " + FILE + " names, cannot be read (" + e + ").", e);
            }
        }
        if (key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new ClearFailure("The key in " + KEY + " or " + FILE + " has characters that no key has.");
        }
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }
}
