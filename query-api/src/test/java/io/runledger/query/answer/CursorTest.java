package io.runledger.query.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.runledger.http.ProblemException;
import io.runledger.streams.views.store.Place;
import java.nio.ByteBuffer;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTest {
    private static final int QUESTION = 4711;
    private static final byte VERSION = 1;

    @Property
    void comesBackAsItWasGivenOut(
            @ForAll int question,
            @ForAll @IntRange(min = 0) int partition,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 1) long sequence,
            @ForAll long createdAt) {
        Cursor cursor = new Cursor(question, partition, new Place(sequence, createdAt));

        String text = cursor.toString();

        assertThat(text).matches("[A-Za-z0-9_-]+");
        assertThat(Cursor.parse(text, question)).isEqualTo(cursor);
    }

    @Test
    void belongsToItsQuestion() {
        String text = new Cursor(QUESTION, 3, new Place(5, 6)).toString();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Cursor.parse(text, QUESTION + 1))
                .withMessageContaining("another question")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @Test
    void ofAnotherVersionIsRefused() {
        assertRefused(text(VERSION + 1, 3, 5), "version");
    }

    @Test
    void withPlacesThatCannotBeIsRefused() {
        assertThat(Cursor.parse(text(VERSION, 3, 5), QUESTION).place().sequence())
                .isEqualTo(5);

        assertRefused(text(VERSION, -1, 5), "not a cursor");
        assertRefused(text(VERSION, 3, -1), "not a cursor");
        assertRefused(text(VERSION, 3, Long.MAX_VALUE), "not a cursor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "x", "AQ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%", "ümlaut", "AQ==", "null", "0", "a b"
            })
    void thatIsNoneIsRefused(String garbage) {
        assertRefused(garbage, "begin again without it");
    }

    private static String text(int version, int partition, long sequence) {
        byte[] bytes = ByteBuffer.allocate(25)
                .put((byte) version)
                .putInt(QUESTION)
                .putInt(partition)
                .putLong(sequence)
                .putLong(1)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void assertRefused(String text, String because) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Cursor.parse(text, QUESTION))
                .withMessageContaining(because)
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(400));
    }
}
