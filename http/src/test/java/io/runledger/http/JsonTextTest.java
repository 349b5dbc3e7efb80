package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 2_000)
    void takesWhatIsUtf8AndNothingElse(@ForAll("bytes") byte[] bytes) {
        boolean utf8 = isUtf8(bytes);

        try {
            JsonText.requireUtf8(bytes, 0, bytes.length, "body", 1);
            assertThat(utf8).isTrue();
        } catch (ProblemException e) {
            assertThat(utf8).isFalse();
            assertThat(e.status()).isEqualTo(400);
        }
    }

    /** Bytes that are near to UTF-8: of the first bytes of characters, and of those that follow. */
    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.of(
                        0x22, 0x61, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xaf, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1,
                        0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff)
                .map(Integer::byteValue)
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Example
    void refusesOtherEncodingsOfUnicode() {
        for (String name : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE")) {
            byte[] bytes = "{\"a\": 1}".getBytes(Charset.forName(name));

            assertThatThrownBy(() -> JsonText.requireUtf8(bytes, 0, bytes.length, "body", 1))
                    .hasMessageContaining("UTF-8");
        }
    }

    @Example
    void saysInPlainWordsWhatIsWrong() {
        for (String text : List.of(
                "{\"a\" 1}",
                "{\"a\": 1 \"b\": 2}",
                "{'a': 1}",
                "{\"a\": 1,}",
                "[1,]",
                "{\"a\": NaN}",
                "{\"a\": nul}",
                "{\"a\": -}",
                "{\"a\": 01}",
                "{\"a\": 1.}",
                "{\"a\": +1}",
                "{\"a\": .5}",
                "{\"a\": \"\n\"}",
                "{\"a\": \"\\x\"}",
                "{\"a\": \"\\u12\"}",
                "{\"a\": 1]",
                "]",
                "{\"a\": \"",
                "{/* why */}",
                "# why\n{}",
                "\u0001",
                "[".repeat(2_000),
                "[" + "1".repeat(2_000) + "]",
                "<html>")) {
            assertThatThrownBy(() -> JSON.readTree(text))
                    .as(text)
                    .isInstanceOfSatisfying(JsonProcessingException.class, e -> {
                        String detail =
                                String.valueOf(JsonText.malformed(e, "body", 1).getMessage());
                        assertThat(detail)
                                .startsWith("the body is not JSON: ")
                                .doesNotContain(
                                        "Feature", "ALLOW_", "Json", "code ", "token", "CTRL", "Stream", "<html",
                                        "INVALID");
                    });
        }
    }
}
