package io.runledger.core.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.lines.BoundedLines.Next;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class BoundedLinesTest {
    @Test
    void readsLinesWithAndWithoutEnd() throws IOException {
        BoundedLines lines = lines("a\n\nb", 10);

        assertThat(lines.next()).isEqualTo(Next.LINE);
        assertThat(text(lines)).isEqualTo("a");
        assertThat(lines.next()).isEqualTo(Next.LINE);
        assertThat(text(lines)).isEmpty();
        assertThat(lines.next()).isEqualTo(Next.CUT_OFF);
        assertThat(text(lines)).isEqualTo("b");
        assertThat(lines.next()).isEqualTo(Next.END);
    }

    @Test
    void cutsLineThatIsTooLongAndFindsTheNext() throws IOException {
        BoundedLines lines = lines("abcdef\ngh\nabcdef", 5);

        assertThat(lines.next()).isEqualTo(Next.TOO_LONG);
        assertThat(text(lines)).isEqualTo("abcde");
        assertThat(lines.next()).isEqualTo(Next.LINE);
        assertThat(text(lines)).isEqualTo("gh");
        assertThat(lines.next()).isEqualTo(Next.CUT_OFF);
        assertThat(lines.isTooLong()).isTrue();
    }

    /** Lines may lie across the edges of what is read at once, which is 64 KiB. */
    @Property(tries = 50)
    void givesBackWhatWasWritten(@ForAll @Size(max = 12) List<@IntRange(max = 70_000) Integer> lengths)
            throws IOException {
        List<String> written = new ArrayList<>();
        for (int length : lengths) {
            written.add(String.valueOf((char) ('a' + length % 26)).repeat(length));
        }
        BoundedLines lines = lines(written.isEmpty() ? "" : String.join("\n", written) + "\n", 60_000);

        List<String> read = new ArrayList<>();
        List<Boolean> cut = new ArrayList<>();
        for (Next next = lines.next(); next != Next.END; next = lines.next()) {
            read.add(text(lines));
            cut.add(next == Next.TOO_LONG);
        }

        assertThat(read)
                .isEqualTo(written.stream()
                        .map(line -> line.substring(0, Math.min(line.length(), 60_000)))
                        .toList());
        assertThat(cut)
                .isEqualTo(written.stream().map(line -> line.length() > 60_000).toList());
    }

    private static String text(BoundedLines lines) {
        return new String(lines.bytes(), 0, lines.length(), UTF_8);
    }

    private static BoundedLines lines(String text, int limit) {
        InputStream in = new ByteArrayInputStream(text.getBytes(UTF_8));
        return new BoundedLines(in, limit);
    }
}
