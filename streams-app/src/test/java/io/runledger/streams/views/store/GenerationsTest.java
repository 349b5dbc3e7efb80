package io.runledger.streams.views.store;

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
    private Path home = Path.of("");

    @Test
    void beginsWithTheFirst() {
        Generations generations = new Generations(home);

        assertThat(generations.current()).isEqualTo(home.resolve("views"));
        assertThat(generations.next()).isEqualTo(home.resolve("views-2"));
    }

    @Test
    void keepsTheCurrentOneAcrossRestarts() {
        Generations generations = new Generations(home);
        generations.advance();
        generations.advance();

        assertThat(generations.current()).isEqualTo(home.resolve("views-3"));
        assertThat(new Generations(home).current()).isEqualTo(home.resolve("views-3"));
    }

    @Test
    void removesWhatIsNotCurrentAndNothingElse() throws Exception {
        new Generations(home).advance();
        for (String name : new String[] {"views", "views-2", "views-3", "views-of-somebody"}) {
            Files.createDirectories(home.resolve(name).resolve("inside"));
        }
        Files.writeString(home.resolve("generation.new"), "3");

        assertThat(new Generations(home).current()).isEqualTo(home.resolve("views-2"));

        assertThat(home.resolve("views-2").resolve("inside")).isDirectory();
        assertThat(home.resolve("views")).doesNotExist();
        assertThat(home.resolve("views-3")).doesNotExist();
        assertThat(home.resolve("views-of-somebody")).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "", "0", "-1", "99999999999", "1 2", "\u0000\u0001"})
    void takesTheOneThatThereIsWhereTheFileIsDamaged(String content) throws Exception {
        Files.createDirectories(home.resolve("views-3"));
        Files.writeString(home.resolve("generation"), content);

        assertThat(new Generations(home).current()).isEqualTo(home.resolve("views-3"));
        assertThat(Files.readString(home.resolve("generation"))).isEqualTo("3\n");
        assertThat(home.resolve("views-3")).isDirectory();
    }

    @Test
    void makesAnotherWhereTheFileIsDamagedAndThereAreSeveral() throws Exception {
        Files.createDirectories(home.resolve("views-3"));
        Files.createDirectories(home.resolve("views-4"));
        Files.write(home.resolve("generation"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(new Generations(home).current()).isEqualTo(home.resolve("views-5"));
        assertThat(home.resolve("views-3")).doesNotExist();
        assertThat(home.resolve("views-4")).doesNotExist();
    }

    @Test
    void saysWhatToDoAboutWhatIsNoFile() throws Exception {
        Files.createDirectories(home.resolve("generation"));

        assertThatThrownBy(() -> new Generations(home))
                .isInstanceOf(ViewsException.class)
                .hasMessageContaining("delete the whole state directory");
    }
}
