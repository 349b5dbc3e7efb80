package io.runledger.streams.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GenerationsTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void theFirstHasTheNameThatViewsAlwaysHad() {
        assertThat(new Generations(directory.resolve("none")).current()).isEqualTo(1);
        assertThat(Generations.applicationId(1)).isEqualTo("runledger-views");
        assertThat(Generations.applicationId(2)).isEqualTo("runledger-views-2");
    }

    @Test
    void keepsTheCurrentOneAcrossRestarts() {
        new Generations(directory.resolve("new")).makeCurrent(7);

        assertThat(new Generations(directory.resolve("new")).current()).isEqualTo(7);
    }

    @Test
    void removesWhatIsNotCurrentAndNothingElse() throws Exception {
        Generations generations = new Generations(directory);
        generations.makeCurrent(2);
        for (int number = 1; number <= 3; number++) {
            Files.createDirectories(generations.directory(number).resolve("0_0"));
        }
        Files.createDirectories(generations.scratch().resolve("0"));
        Files.createDirectories(directory.resolve("runledger-views-of-somebody"));
        Files.writeString(directory.resolve("generation.new"), "3");

        assertThat(generations.removeOthers()).containsExactlyInAnyOrder(1, 3);

        assertThat(generations.current()).isEqualTo(2);
        assertThat(generations.directory(2).resolve("0_0")).isDirectory();
        assertThat(generations.directory(1)).doesNotExist();
        assertThat(generations.directory(3)).doesNotExist();
        assertThat(generations.scratch()).doesNotExist();
        assertThat(directory.resolve("runledger-views-of-somebody")).isDirectory();
    }

    @Test
    void startsOverWithNewGenerationAndNoViews() throws Exception {
        Generations generations = new Generations(directory);
        Files.createDirectories(generations.directory(1).resolve("0_0"));

        generations.startOver();

        assertThat(generations.current()).isEqualTo(2);
        assertThat(generations.directory(1)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "", "0", "-1", "99999999999", "1 2", "\u0000\u0001"})
    void takesTheOneThatThereIsWhereTheFileIsDamaged(String content) throws Exception {
        Generations generations = new Generations(directory);
        Files.createDirectories(generations.directory(3).resolve("0_0"));
        Files.writeString(directory.resolve("generation"), content);

        assertThat(generations.current()).isEqualTo(3);
        assertThat(Files.readString(directory.resolve("generation"))).isEqualTo("3\n");
    }

    @Test
    void makesAnotherWhereTheFileIsDamagedAndThereAreSeveral() throws Exception {
        Generations generations = new Generations(directory);
        Files.createDirectories(generations.directory(3).resolve("0_0"));
        Files.createDirectories(generations.directory(4).resolve("0_0"));
        Files.write(directory.resolve("generation"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(generations.current()).isEqualTo(5);
        assertThat(generations.removeOthers()).containsExactlyInAnyOrder(3, 4);
    }

    @Test
    void saysWhatToDoAboutWhatIsNoFile() throws Exception {
        Files.createDirectories(directory.resolve("generation"));

        assertThatThrownBy(() -> new Generations(directory).current())
                .isInstanceOf(ViewsException.class)
                .hasMessageContaining("delete the whole state directory");
    }
}
