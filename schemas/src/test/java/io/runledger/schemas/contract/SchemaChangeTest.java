package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaChangeTest {
    private static Schema record(String... fields) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + String.join(",", fields) + "]}");
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
    }

    private static String optional(String name) {
        return "{\"name\":\"" + name + "\",\"type\":[\"null\",\"string\"],\"default\":null}";
    }

    private static List<Problem> problems(Schema proposed, Schema earlier) {
        return new SchemaChange(proposed, earlier, 1).problems();
    }

    @Test
    void letsFieldsWithDefaultsComeAndGo() {
        assertThat(problems(record(optional("b"), field("a", "\"int\"")), record(field("a", "\"int\""), optional("c"))))
                .isEmpty();
    }

    @Test
    void pointsAtANewFieldWithoutADefault() {
        assertThat(problems(record(field("a", "\"int\""), field("b", "\"int\"")), record(field("a", "\"int\""))))
                .containsExactly(new Problem(
                        "/fields/1",
                        "b is not in version 1 and has no default; give it one, so that older events can be read"));
    }

    @Test
    void namesAFieldThatIsGone() {
        assertThat(problems(record(field("a", "\"int\"")), record(field("b", "\"int\""), field("a", "\"int\""))))
                .containsExactly(new Problem(
                        "/fields",
                        "misses the field b of version 1, which has no default there; keep it, so that older readers"
                                + " can still read"));
    }

    @Test
    void pointsAtTypesThatChangeInEitherDirection() {
        assertThat(problems(record(field("a", "\"long\"")), record(field("b", "\"int\""), field("a", "\"int\""))))
                .extracting(Problem::pointer)
                .containsExactly("/fields", "/fields/0/type");
        assertThat(problems(record(field("a", "\"string\"")), record(field("a", "\"int\""))))
                .extracting(Problem::toString)
                .containsExactly(
                        "/fields/0/type cannot read what version 1 wrote: reader type: STRING not compatible with writer"
                                + " type: INT",
                        "/fields/0/type cannot be read by version 1: reader type: INT not compatible with writer type:"
                                + " STRING");
    }

    @Test
    void pointsIntoWhatIsNested() {
        String before = "{\"type\":\"record\",\"name\":\"I\",\"fields\":[" + field("x", "\"int\"") + "]}";
        String after = "{\"type\":\"record\",\"name\":\"I\",\"fields\":[" + optional("z") + ","
                + field("x", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}") + "]}";

        assertThat(problems(record(optional("q"), field("i", after)), record(field("i", before))))
                .extracting(Problem::pointer)
                .containsOnly("/fields/1/type/fields/1/type");
    }

    @Test
    void pointsAtSymbolsThatCameOrWent() {
        String before = "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}";
        String after = "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"B\",\"C\"]}";

        assertThat(problems(record(field("e", after)), record(field("e", before))))
                .extracting(Problem::toString)
                .containsExactly(
                        "/fields/0/type/symbols cannot read what version 1 wrote: [A]",
                        "/fields/0/type/symbols cannot be read by version 1: [C]");
    }

    @Test
    void isNoChangeIfOnlyDocumentationDiffers() {
        Schema plain = record(field("a", "\"int\""));

        assertThat(new SchemaChange(record("{\"name\":\"a\",\"type\":\"int\",\"doc\":\"d\"}"), plain, 1).isNone())
                .isTrue();
        assertThat(new SchemaChange(record("{\"name\":\"a\",\"type\":\"int\",\"aliases\":[\"z\"]}"), plain, 1).isNone())
                .isFalse();
        assertThat(new SchemaChange(record("{\"name\":\"a\",\"type\":\"int\",\"default\":1}"), plain, 1).isNone())
                .isFalse();
    }
}
