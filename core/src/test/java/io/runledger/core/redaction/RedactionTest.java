package io.runledger.core.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.core.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    private static final String TOKEN = "gh" + "p_" + "a1B2".repeat(9);

    private final Redaction redaction = Redaction.builtIn();

    @TempDir
    Path directory;

    @Test
    void replacesWhatIsSecretAndTellsWhere() {
        Redacted redacted = redaction.json(
                "{\"a/b\":[1,{\"note\":\"x " + TOKEN + " y\"}],\"password\":\"hunter2\"}", "/payload", Content.DROP);

        assertThat(redacted.text())
                .isEqualTo(
                        "{\"a/b\":[1,{\"note\":\"x [REDACTED:github-token] y\"}],\"password\":\"[REDACTED:password]\"}");
        assertThat(redacted.hits())
                .containsExactly(
                        new Hit("/payload/a~1b/1/note", "github-token"), new Hit("/payload/password", "password"));
    }

    @Test
    void leavesAllElseAsItIsWritten() {
        String json = "{ \"n\": 1.50e3, \"token\": null,\n \"password\": \"x1\", \"t\": \"\\u00e9\" }";

        assertThat(redaction.json(json, "", Content.DROP).text())
                .isEqualTo(
                        "{ \"n\": 1.50e3, \"token\": null,\n \"password\": \"[REDACTED:password]\", \"t\": \"\\u00e9\" }");
    }

    @Test
    void takesEveryStringBelowASecretName() {
        Redacted redacted = redaction.json("{\"authorization\":{\"bearer\":\"x\",\"n\":[\"y\",2]}}", "", Content.DROP);

        assertThat(redacted.text())
                .isEqualTo(
                        "{\"authorization\":{\"bearer\":\"[REDACTED:authorization]\",\"n\":[\"[REDACTED:authorization]\",2]}}");
    }

    @Test
    void renamesMembersThatAreSecretsAndKeepsTheTextCanonical() {
        Redacted redacted =
                redaction.json("{\"" + TOKEN + "\":1,\"Z\":2,\"" + TOKEN + "x\":3}", "/payload", Content.DROP);

        assertThat(redacted.text())
                .isEqualTo("{\"Z\":2,\"[REDACTED:github-token]\":1,\"[REDACTED:github-token]#2\":3}");
        assertThat(redacted.hits())
                .extracting(Hit::pointer)
                .containsExactly("/payload/[REDACTED:github-token]", "/payload/[REDACTED:github-token]#2");
    }

    @Test
    void dropsPromptsAndOutputsUnlessTheyAreToBeKept() {
        String json = "{\"messages\":[{\"content\":\"hi " + TOKEN
                + "\"}],\"prompt\":\"secret plan\",\"usage\":{\"prompt\":12}}";

        Redacted dropped = redaction.json(json, "/payload", Content.DROP);
        Redacted kept = redaction.json(json, "/payload", Content.KEEP);

        assertThat(dropped.text())
                .isEqualTo(
                        "{\"messages\":\"[DROPPED:messages]\",\"prompt\":\"[DROPPED:prompt]\",\"usage\":{\"prompt\":12}}");
        assertThat(dropped.dropped()).extracting(Hit::pointer).containsExactly("/payload/messages", "/payload/prompt");
        assertThat(dropped.hits()).isEmpty();
        assertThat(kept.text())
                .isEqualTo(
                        "{\"messages\":[{\"content\":\"hi [REDACTED:github-token]\"}],\"prompt\":\"secret plan\",\"usage\":{\"prompt\":12}}");
        assertThat(kept.kept()).containsExactly("/payload/messages", "/payload/prompt");
    }

    @Test
    void findsWhatIsEscapedTwice() {
        String hidden = TOKEN.replace("_", "%255F");

        assertThat(redaction.text("https://example.org/?q=" + hidden, "/x").text())
                .isEqualTo("https://example.org/?q=[REDACTED:github-token]");
        assertThat(redaction
                        .json("{\"a\":\"{\\\"b\\\":\\\"\\\\u0067" + TOKEN.substring(1) + "\\\"}\"}", "", Content.DROP)
                        .text())
                .isEqualTo("{\"a\":\"{\\\"b\\\":\\\"[REDACTED:github-token]\\\"}\"}");
    }

    @Test
    void addsRulesAndSwitchesSomeOff() throws IOException {
        Path file = directory.resolve("rules.json");
        Files.writeString(
                file,
                "{\"off\":[\"messages\"],\"rules\":["
                        + "{\"name\":\"employee-number\",\"kind\":\"shape\",\"anchors\":[\"emp-\"],\"pattern\":\"EMP-[0-9]{6}\"},"
                        + "{\"name\":\"badge\",\"kind\":\"key\",\"names\":[\"badge_code\"]}]}");

        Redaction own = Redaction.of(new Settings(Map.of(Redaction.RULES.name(), file.toString())));

        assertThat(own.json("{\"badgeCode\":\"7\",\"messages\":[\"EMP-123456\"]}", "", Content.DROP)
                        .text())
                .isEqualTo("{\"badgeCode\":\"[REDACTED:badge]\",\"messages\":[\"[REDACTED:employee-number]\"]}");
        assertThat(own.fingerprint()).isNotEqualTo(redaction.fingerprint());
        assertThat(redaction.fingerprint())
                .isEqualTo(Redaction.extended("none", "{}").fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"rules\":[|own.json:1:",
                "{\"rule\":[]}|takes no rule; it takes off, rules",
                "{\"off\":[\"nothing\"]}|own.json /off there is no rule nothing",
                "{\"rules\":[{\"name\":\"A b\",\"kind\":\"key\"}]}|/rules/0/name must be small letters",
                "{\"rules\":[{\"name\":\"a\",\"kind\":\"colour\"}]}|/rules/0/kind must be key, shape or content",
                "{\"rules\":[{\"name\":\"a\",\"kind\":\"key\"}]}|/rules/0 needs names or endings",
                "{\"rules\":[{\"name\":\"jwt\",\"kind\":\"key\",\"names\":[\"xx\"]}]}|/rules/0 there is a rule jwt already",
                "{\"rules\":[{\"name\":\"a\",\"kind\":\"shape\",\"anchors\":[\"xy\"],\"pattern\":\"[\"}]}|/rules/0/pattern Unclosed character class",
                "{\"rules\":[{\"name\":\"a\",\"kind\":\"shape\",\"anchors\":[\"xy\"],\"pattern\":\"x*\"}]}|must not fit an empty text",
                "{\"rules\":[{\"name\":\"a\",\"kind\":\"shape\",\"pattern\":\"xy\"}]}|/rules/0/anchors must be texts"
            })
    void saysInOneLineWhereARuleFileIsWrong(String json, String message) {
        assertThatThrownBy(() -> Redaction.extended("own.json", json))
                .isInstanceOf(RuleException.class)
                .hasMessageStartingWith("own.json")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void saysThatTheFileIsNotThere() {
        assertThatThrownBy(() -> Redaction.of(new Settings(Map.of(Redaction.RULES.name(), "no/such/file"))))
                .isInstanceOf(RuleException.class)
                .hasMessage("RUNLEDGER_REDACTION_RULES: there is no file no/such/file");
    }

    @Test
    void stopsAPatternThatWouldNotEnd() {
        Redaction own = Redaction.extended(
                "own.json",
                "{\"rules\":[{\"name\":\"slow\",\"kind\":\"shape\",\"anchors\":[\"aa\"],\"pattern\":\"(?:a+)+b\"}]}");

        assertThat(own.text("a".repeat(5_000), "/x").text()).isEqualTo("[REDACTED:slow]");
    }

    @Test
    void namesEveryRuleOnce() {
        assertThat(redaction.names()).hasSizeGreaterThan(80).doesNotHaveDuplicates();
        assertThat(redaction.names()).containsAll(List.of("password", "jwt", "prompt"));
    }
}
