package io.runledger.query.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.http.ProblemException;
import io.runledger.query.answer.Cursor;
import io.runledger.streams.views.store.Place;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TailCursorTest {
    private static final int QUERY = 4711;
    private static final int LOG = 12;
    private static final List<Long> NEXT = List.of(0L, 127L, 128L, 1_000_000L);

    @Property(tries = 300)
    void comesBackAsItWas(@ForAll @Size(min = 1, max = 20) List<@LongRange(min = 0) Long> next, @ForAll int query) {
        TailCursor cursor = new TailCursor(query, LOG, next);

        assertThat(TailCursor.parse(cursor.toString(), query, LOG, next.size())).isEqualTo(cursor);
    }

    @Property(tries = 500)
    void takesNothingElse(@ForAll byte[] bytes) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

        assertMalformed(text, QUERY, 12);
    }

    @Test
    void isShort() {
        assertThat(new TailCursor(QUERY, LOG, List.of(1_000_000L)).toString()).hasSizeLessThan(18);
        assertThat(new TailCursor(QUERY, LOG, List.copyOf(Collections.nCopies(12, 1_000_000L))).toString())
                .hasSizeLessThan(66);
    }

    @Test
    void isForItsOwnQuestionOnly() {
        String text = new TailCursor(QUERY, LOG, NEXT).toString();

        assertThatThrownBy(() -> TailCursor.parse(text, QUERY + 1, LOG, NEXT.size()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("another question");
    }

    @Test
    void isForItsOwnLogOnly() {
        String text = new TailCursor(QUERY, LOG, NEXT).toString();

        assertThatThrownBy(() -> TailCursor.parse(text, QUERY, LOG + 1, NEXT.size()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("another ledger");
    }

    @Test
    void isStillReadAsItWasBeforeItNamedItsLog() {
        String before = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[] {65, 0, 0, 0x12, 0x67, 5, 7});

        assertThat(TailCursor.parse(before, QUERY, LOG, 2).next()).containsExactly(5L, 7L);
    }

    @Test
    void isForAsManyPartitionsAsItHas() {
        String text = new TailCursor(QUERY, LOG, NEXT).toString();

        assertMalformed(text, QUERY, NEXT.size() - 1);
        assertMalformed(text, QUERY, NEXT.size() + 1);
    }

    @Test
    void isNotTheCursorOfAList() {
        String ofList = new Cursor(QUERY, 3, new Place(5, 6)).toString();
        String ofTail = new TailCursor(QUERY, LOG, NEXT).toString();

        assertMalformed(ofList, QUERY, NEXT.size());
        assertThatThrownBy(() -> Cursor.parse(ofTail, QUERY)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "QQ", "not base64!", "====", "QQAAEmc", "QQAAEmf_____________"})
    void isNotAnyText(String text) {
        assertMalformed(text, QUERY, 1);
    }

    private static void assertMalformed(String text, int query, int partitions) {
        assertThatThrownBy(() -> TailCursor.parse(text, query, LOG, partitions))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.status())
                        .isEqualTo(400));
    }
}
