package io.runledger.streams.views.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDirectoryTest {
    private static final Setting SETTING = new Setting("RUNLEDGER_STATE_DIR", "state", "");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void makesItAndLeavesNothingElseInIt() throws Exception {
        StateDirectory.make(SETTING, directory.resolve("a/b"), "application");

        assertThat(directory.resolve("a/b/application")).isDirectory().isEmptyDirectory();
        assertThat(directory.resolve("a/b")).isDirectoryNotContaining(path -> !path.endsWith("application"));
    }

    @Test
    void saysWhatIsInTheWay() throws Exception {
        Files.writeString(directory.resolve("file"), "");
        Files.writeString(directory.resolve("application"), "");

        refuses(directory.resolve("file"), "file");
        refuses(directory, "application");
    }

    @Test
    void saysThatItMayNotWriteThere() {
        assumeThat(Path.of("/proc/self")).isDirectory();

        refuses(Path.of("/proc/runledger"), "/proc/runledger");
    }

    @Test
    void saysThatTheDirectoryIsForReadingOnly() throws Exception {
        Path closed = directory.resolve("closed");
        Files.createDirectories(closed.resolve("application"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeThat(Files.isWritable(closed))
                .as("this user may write everywhere")
                .isFalse();

        refuses(closed, "AccessDenied");
    }

    private static void refuses(Path at, String cause) {
        assertThatThrownBy(() -> StateDirectory.make(SETTING, at, "application"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("RUNLEDGER_STATE_DIR='" + at + "' is not a directory")
                .hasMessageContaining(cause)
                .hasMessageContaining("name another directory");
    }
}
