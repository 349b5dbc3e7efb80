package io.runledger.core.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RedactionPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SHAPED =
            new Secrets(1).shaped().stream().map(Sample::text).toList();

    private final Redaction redaction = Redaction.builtIn();

    /** Texts made of what rules look for, in any order. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "password",
                        "token",
                        "=",
                        ":",
                        " ",
                        "\"",
                        "'",
                        "\\",
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        "Bearer ",
                        "--",
                        "://",
                        "@",
                        "%22",
                        "%3D",
                        "\\u0022",
                        "eyJ",
                        ".",
                        "-----BEGIN ",
                        "PRIVATE KEY-----",
                        "sk-",
                        "AKIA",
                        "[REDACTED:",
                        "[REDACTED:token]",
                        "${",
                        "cookie: ",
                        "<secret>",
                        "\n",
                        "prompt"),
                Arbitraries.of(SHAPED),
                Arbitraries.strings().ofMaxLength(12));
        return piece.list().ofMaxSize(20).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> documents() {
        return Combinators.combine(
                        texts(), texts(), Arbitraries.of("password", "note", "messages", "name", "value", "x-api-key"))
                .as((first, second, name) -> {
                    ObjectNode document = JsonNodeFactory.instance.objectNode();
                    document.put(name, first).put(first, second);
                    document.putArray("list").add(second).addObject().put(second, first);
                    document.put("value", document.toString());
                    return document.toString();
                });
    }

    @Property(tries = 500)
    void whatWasRedactedIsNotFoundAgain(@ForAll("documents") String document) throws IOException {
        Redacted once = redaction.json(document, "", Content.DROP);
        Redacted again = redaction.json(once.text(), "", Content.DROP);

        assertThat(again.text()).isEqualTo(once.text());
        assertThat(again.hits()).isEmpty();
        JsonNode read = JSON.readTree(once.text());
        assertThat(read.isObject()).isTrue();
    }

    @Property(tries = 500)
    void noTextIsFoundAgain(@ForAll("texts") String text) {
        Redacted once = redaction.text(text, "");

        assertThat(redaction.text(once.text(), "").hits()).isEmpty();
    }

    @Property(tries = 200)
    void noSecretIsLeftWhateverStandsAroundIt(@ForAll("texts") String before, @ForAll("texts") String after) {
        for (Sample sample : new Secrets(2).shaped()) {
            if (sample.needsContext()) {
                continue;
            }
            String document = JsonNodeFactory.instance
                    .objectNode()
                    .put("note", before + " \n" + sample.text() + "\n " + after)
                    .toString();

            assertThat(redaction.json(document, "", Content.DROP).text()).doesNotContain(sample.needle());
        }
    }

    /** What costs most takes a second or so on a busy machine; a square of the length would take minutes. */
    @Test
    void takesTimeInProportionToTheLength() {
        Stream.of(
                        "eyJ",
                        "eyJaaaaaaaaa.",
                        "eyJ" + "a".repeat(500) + ".",
                        "-----BEGIN ",
                        "-----BEGIN PRIVATE KEY-----",
                        "-----BEGIN PRIVATE KEY-----\n-",
                        "://",
                        "://a:",
                        "://a:b",
                        "password",
                        "password=",
                        "password: \"",
                        "password='\\",
                        "cookie: ",
                        "cookie: a=",
                        "Bearer ",
                        "sk-",
                        "sk-a1",
                        "[REDACTED:",
                        "%25",
                        "\\\\",
                        "\\u005c",
                        "a".repeat(64) + "=",
                        "<password>",
                        "token=token.",
                        "${",
                        "{{",
                        "--token ",
                        "?sig=",
                        "Q~",
                        "aaaaQ~",
                        "-us1",
                        "authorization: basic ",
                        "[[",
                        "{\"a\":",
                        "\"",
                        "x_password_x",
                        "secret.secret.")
                .forEach(piece -> {
                    String text = piece.repeat(100_000 / piece.length());
                    String json = JsonNodeFactory.instance
                            .objectNode()
                            .put("note", text)
                            .toString();

                    long begin = System.nanoTime();
                    redaction.json(json, "", Content.DROP);
                    Duration took = Duration.ofNanos(System.nanoTime() - begin);

                    assertThat(took).as("100 kB of %s", piece).isLessThan(Duration.ofSeconds(10));
                });
    }

    @Test
    void endsWithNoiseOfAnyKind() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder noise = new StringBuilder();
            for (int j = 0; j < 60; j++) {
                noise.append((char) (j % 3 == 0 ? random.nextInt(0x10000) : random.nextInt(128)));
            }
            redaction.text(noise.toString(), "/x");
            redaction.json(noise.toString(), "/x", Content.DROP);
        }
    }
}
