package io.runledger.streams.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void beginsAnewBehindFileThatIsNoNumber() throws Exception {
        Files.createDirectories(home.resolve("views-2"));
        Files.writeString(home.resolve("generation"), "two");

        assertThat(new Generations(home).current()).isEqualTo(home.resolve("views-3"));
        assertThat(home.resolve("views-2")).doesNotExist();
        assertThat(new Generations(home).current()).isEqualTo(home.resolve("views-3"));
    }
}
