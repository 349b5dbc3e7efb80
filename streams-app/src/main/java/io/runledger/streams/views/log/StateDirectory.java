package io.runledger.streams.views.log;

import io.runledger.core.settings.OwnersOnly;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory where a process keeps what can be rebuilt from Kafka. */
public final class StateDirectory {
    private StateDirectory() {}

    /**
     * Makes the directory if it does not exist.
     *
     * @param application keeps its state in a directory of this name in it
     * @throws SettingException if this process cannot keep anything there; says why, and what would do
     */
    public static void make(Setting setting, Path directory, String application) {
        try {
            if (!Files.isDirectory(directory) || Files.isDirectory(directory.resolve(application))) {
                OwnersOnly.directory(directory); // ours: what is in it is nobody else's to read
            }
            OwnersOnly.directory(directory.resolve(application));
            Files.delete(Files.createTempFile(directory, "write", ".tmp"));
        } catch (IOException e) {
            throw new SettingException(
                    setting,
                    directory.toString(),
                    "a directory where this user can make directories and files (" + e
                            + "): move away what is in the way, or name another directory");
        }
    }
}
