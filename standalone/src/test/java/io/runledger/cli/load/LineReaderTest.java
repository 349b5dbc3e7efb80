package io.runledger.cli.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
    @Test
    void readsLinesWithAndWithoutEnd() throws IOException {
        try (LineReader lines = lines("a\n\nb", 10)) {
            assertThat(lines.next()).isEqualTo("a".getBytes(UTF_8));
            assertThat(lines.next()).isEmpty();
            assertThat(lines.next()).isEqualTo("b".getBytes(UTF_8));
            assertThat(lines.number()).isEqualTo(3);
            assertThat(lines.next()).isNull();
        }
    }

    @Test
    void cutsLineThatIsTooLongAndFindsTheNext() throws IOException {
        try (LineReader lines = lines("abcdef\ngh\n", 5)) {
            assertThat(lines.next()).hasSize(5);
            assertThat(lines.cut()).isTrue();
            assertThat(lines.next()).isEqualTo("gh".getBytes(UTF_8));
            assertThat(lines.cut()).isFalse();
        }
    }

    private static LineReader lines(String text, int limit) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), limit);
    }
}
