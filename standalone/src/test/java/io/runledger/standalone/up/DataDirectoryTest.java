package io.runledger.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.runledger.schemas.log.OldSeals;
import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
    private static final String SEALS = "runledger.seals";

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void makesNewLedgerWithDefaultPartitions() throws IOException {
        try (DataDirectory data = DataDirectory.open(temporary.resolve("a/b"), null)) {
            assertThat(data.partitions()).isEqualTo(12);
            assertThat(data.logs()).isDirectory();
        }
    }

    @Test
    void isItsOwnersAloneAlsoIfItWasNot() throws IOException {
        Path root = temporary.resolve("ledger");
        DataDirectory.open(root, null).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");

        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        DataDirectory.open(root, null).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
    }

    @Test
    void makesNoOtherKeyForALogThatIsSealed() throws IOException {
        try (DataDirectory data = DataDirectory.open(temporary, null)) {
            Files.createDirectories(data.kafka().resolve("runledger.seals-0"));

            assertThatThrownBy(() -> data.guardKey(SEALS))
                    .isInstanceOf(ClearFailure.class)
                    .hasMessageContaining(GuardKey.NAME);
        }
        assertThat(temporary.resolve(GuardKey.NAME)).doesNotExist();
    }

    @Test
    void knowsANewLedgerAlsoWhenItsFirstStartWasInterrupted() throws IOException {
        DataDirectory.open(temporary, null).close();
        Files.createDirectories(temporary.resolve("kafka/__cluster_metadata-0"));

        try (DataDirectory data = DataDirectory.open(temporary, null)) {
            assertThat(data.guardKey(SEALS).oldSeals()).isEqualTo(OldSeals.UNSEALED);
        }
    }

    @Test
    void makesAGuardKeyOnceThatOnlyItsOwnerReads() throws IOException {
        GuardKey made;
        try (DataDirectory data = DataDirectory.open(temporary, null)) {
            made = data.guardKey(SEALS);
        }

        try (DataDirectory data = DataDirectory.open(temporary, null)) {
            assertThat(data.guardKey(SEALS)).isEqualTo(made);
        }
        assertThat(made.key()).hasSize(64);
        assertThat(made.oldSeals()).isEqualTo(OldSeals.UNSEALED);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve(GuardKey.NAME))))
                .isEqualTo("rw-------");
    }

    @Test
    void aLedgerThatHadNoGuardKeySaysSoForGood() throws IOException {
        DataDirectory.open(temporary, null).close();
        Files.createDirectories(temporary.resolve("kafka/runledger.log-0"));

        GuardKey made;
        try (DataDirectory data = DataDirectory.open(temporary, null)) {
            made = data.guardKey(SEALS);
        }

        assertThat(made.oldSeals()).isEqualTo(OldSeals.EMPTY_KEY);
        try (DataDirectory data = DataDirectory.open(temporary, null)) {
            assertThat(data.guardKey(SEALS)).isEqualTo(made);
        }
    }

    @Test
    void keepsPartitionsOfExistingLedger() throws IOException {
        DataDirectory.open(temporary, 3).close();

        try (DataDirectory data = DataDirectory.open(temporary, null)) {
            assertThat(data.partitions()).isEqualTo(3);
        }
    }

    @Test
    void refusesOtherPartitionsForExistingLedger() throws IOException {
        DataDirectory.open(temporary, 3).close();

        assertThatThrownBy(() -> DataDirectory.open(temporary, 4))
                .isInstanceOf(ClearFailure.class)
                .hasMessageContaining("has 3 partitions")
                .hasMessageContaining("--partitions");
        // The refusal has let go of the lock.
        DataDirectory.open(temporary, 3).close();
    }

    @Test
    void keepsSecondLedgerAway() throws IOException {
        try (DataDirectory first = DataDirectory.open(temporary, null)) {
            assertThatThrownBy(() -> DataDirectory.open(first.root(), null))
                    .isInstanceOf(ClearFailure.class)
                    .hasMessageContaining("in use")
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void refusesDirectoryOfOtherFiles() throws IOException {
        Files.writeString(temporary.resolve("thesis.tex"), "");

        assertThatThrownBy(() -> DataDirectory.open(temporary, null))
                .isInstanceOf(ClearFailure.class)
                .hasMessageContaining("holds other files");
    }

    @Test
    void refusesFileInPlaceOfDirectory() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.open(file, null))
                .isInstanceOf(ClearFailure.class)
                .hasMessageContaining("--data");
    }

    @Test
    void refusesUnwritableDirectory() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("locked"));
        assumeTrue(directory.toFile().setWritable(false) && !Files.isWritable(directory), "not for root");

        assertThatThrownBy(() -> DataDirectory.open(directory, null))
                .isInstanceOf(ClearFailure.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void refusesUnknownFormat() throws IOException {
        Files.writeString(temporary.resolve(LedgerFile.NAME), "format=99\npartitions=12\n");

        assertThatThrownBy(() -> DataDirectory.open(temporary, null))
                .isInstanceOf(ClearFailure.class)
                .hasMessageContaining("format 99");
    }

    @Test
    void deletesEphemeralLedgerWhenClosed() throws IOException {
        DataDirectory data = DataDirectory.ephemeral(1);
        Files.createDirectories(data.kafka().resolve("deep/down"));

        data.close();

        assertThat(data.root()).doesNotExist();
    }
}
