package io.runledger.core.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.v1.Event;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Looks for the text that takes the door and the views longest: texts are made of what rules look for, and the slowest are
 * changed further. {@code -Drunledger.redaction.rounds=} says how long it looks. What a mebibyte may take is said as a
 * multiple of what other work took of the same core just before, for a core may be slow or shared.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorstTextTest {
    private static final int ROUNDS = Integer.getInteger("runledger.redaction.rounds", 60);
    private static final double MOST = Double.parseDouble(System.getProperty("runledger.redaction.most", "30"));
    private static final int SMALL = 64 * 1024;
    private static final int LARGE = 1024 * 1024;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Random random = new Random(Long.getLong("runledger.redaction.seed", 14));
    private final List<String> pieces = new ArrayList<>();
    private final RecordRedaction redaction = new RecordRedaction(Redaction.builtIn());

    /** How a text is made: of pieces again and again, in a wrapping. */
    private record Recipe(List<String> pieces, int wrapping) {
        static final int WRAPPINGS = 6;

        String payload(int length) {
            String unit = String.join("", pieces);
            String text = unit.isEmpty() ? "x" : unit.repeat(Math.max(1, length / unit.length()));
            JsonNodeFactory json = JsonNodeFactory.instance;
            return switch (wrapping) {
                case 0 -> json.objectNode().put("n", text).toString();
                case 1 -> nested(text.substring(0, text.length() / 3), 3);
                case 2 -> {
                    ArrayNode array = json.arrayNode();
                    for (int i = 0; i < length / (unit.length() + 3); i++) {
                        array.add(unit);
                    }
                    yield array.toString();
                }
                case 3 -> {
                    StringBuilder members = new StringBuilder("{");
                    String name = json.textNode(unit).toString();
                    for (int i = 0; members.length() < length; i++) {
                        members.append(i > 0 ? "," : "")
                                .append(name, 0, name.length() - 1)
                                .append(i)
                                .append("\":")
                                .append(name);
                    }
                    yield members.append('}').toString();
                }
                case 4 ->
                    json.objectNode().put("password", text).put("token", text).toString();
                default -> json.textNode(text.replace("%", "%25") + "%25").toString();
            };
        }

        private static String nested(String text, int levels) {
            String json = text;
            for (int i = 0; i < levels; i++) {
                json = JsonNodeFactory.instance.objectNode().put("m", json).toString();
            }
            return json;
        }
    }

    private record Tried(Recipe recipe, double ms) {}

    @BeforeAll
    void readsWhatRulesLookFor() throws IOException {
        try (InputStream in = Redaction.class.getResourceAsStream("rules.json")) {
            JsonNode rules = new ObjectMapper().readTree(in).path("rules");
            for (JsonNode rule : rules) {
                for (String member : List.of("anchors", "names", "endings", "words", "likely", "maybe")) {
                    rule.path(member).forEach(text -> {
                        pieces.add(text.asText());
                        pieces.add(text.asText().toUpperCase(Locale.ROOT));
                    });
                }
            }
        }
        new Secrets(3).shaped().forEach(sample -> pieces.add(sample.text()));
        for (String sign : "= : - . / @ % \\ \" ' { } [ ] ( ) , ; | < > & ? # ~ ! $ \n \t 0 1 a A x".split(" ", -1)) {
            pieces.add(sign);
            pieces.add(sign.repeat(40));
        }
        pieces.addAll(List.of(
                " ",
                "eyJ-",
                "%25",
                "%2525",
                "\\u005c",
                "-----BEGIN ",
                "PRIVATE KEY-----",
                "curl -u ",
                "a1b2c3d4",
                "token:",
                "password: \"",
                "0".repeat(300),
                "f".repeat(300),
                "aB3".repeat(100),
                "machine x login ",
                "<input "));
    }

    @Test
    void takesABoundedPartOfACoreForAMebibyte() {
        List<Tried> best = new ArrayList<>();
        for (String known :
                List.of("eyJ-", "token:", "eyJ-.%25", "-----BEGIN ", "password: \"", "://a:", "sk-", "\\")) {
            for (int wrapping = 0; wrapping < Recipe.WRAPPINGS; wrapping++) {
                Recipe recipe = new Recipe(List.of(known), wrapping);
                best.add(new Tried(recipe, ms(recipe, SMALL)));
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            Recipe recipe = round % 3 == 0
                    ? any()
                    : changed(best.get(random.nextInt(Math.min(8, best.size()))).recipe());
            best.add(new Tried(recipe, ms(recipe, SMALL)));
            best.sort(Comparator.comparingDouble(Tried::ms).reversed());
        }

        for (Tried tried : best.subList(0, 3)) {
            double ratio = leastRatio(tried.recipe());
            System.out.printf(Locale.ROOT, "1 MiB of %s: %.1f times the yardstick%n", shown(tried.recipe()), ratio);
            assertThat(ratio).as("1 MiB of %s", shown(tried.recipe())).isLessThan(MOST);
        }
    }

    @Test
    void tellsOfWhatItDidNotSearch() {
        Event event = event(new Recipe(List.of("eyJ-."), 0).payload(SMALL));

        RecordRedaction.Cleaned<Event> cleaned = redaction.clean(event, Content.DROP);

        assertThat(cleaned.record().getPayload()).isEqualTo("{\"n\":\"[REDACTED:unsearched]\"}");
        assertThat(cleaned.record().getRedactions()).containsExactly("/payload/n");
        assertThat(cleaned.left()).isEmpty();
        assertThat(redaction.secrets(event)).extracting(Hit::rule).contains("unsearched");
        assertThat(redaction.secrets(cleaned.record())).isEmpty();
    }

    /** Where a search ends must depend on the text alone, or a replay would find another text than the gateway did. */
    @Test
    void endsAtTheSamePlaceWhateverWasSearchedBefore() {
        StringBuilder members = new StringBuilder("{");
        for (int i = 0; i < 1_000; i++) {
            members.append('"').append(i).append("_token_n\":1,");
        }
        String payload = members + "\"n\":\"eyJ-\"}";
        Redaction used = freshRules();
        used.json(payload, "/payload", Content.DROP);
        Set<Boolean> wasSearched = new HashSet<>();
        for (int characters = 0; characters < 10_000; characters += 250) {
            Redacted found = freshRules().once(payload, "/payload", Content.DROP, Budget.of(characters));

            assertThat(used.once(payload, "/payload", Content.DROP, Budget.of(characters)))
                    .as("steps for %d characters", characters)
                    .isEqualTo(found);
            wasSearched.add(found.hits().isEmpty());
        }
        assertThat(wasSearched)
                .as("with few steps it is not searched to its end, with many it is")
                .hasSize(2);
    }

    private static Redaction freshRules() {
        return Redaction.extended("none.json", "{\"rules\": []}");
    }

    @Test
    void searchesOrdinaryTextToItsEnd() {
        String line =
                "2026-11-21 10:00:00 INFO GET https://example.org/v1/runs?limit=20&page_token=abc 200, max_tokens=512, "
                        + "path=/var/lib/app, commit 3d5a4fd13d5a4fd13d5a4fd13d5a4fd13d5a4fd1, {\"usage\":{\"prompt_tokens\":12}}\n";
        String log = line.repeat(LARGE / line.length());
        String nested = Recipe.nested(log.substring(0, log.length() / 3), 2);

        assertThat(redaction.secrets(event(Recipe.nested(log, 1)))).isEmpty();
        assertThat(redaction.secrets(event(nested))).isEmpty();
    }

    private double leastRatio(Recipe recipe) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            double yardstick = yardstickMs();
            least = Math.min(least, ms(recipe, LARGE) / yardstick);
        }
        return least;
    }

    /** Work of the same kind that no rule has a part in: many short texts are made, compared and found again. */
    private static double yardstickMs() {
        long begin = THREADS.getCurrentThreadCpuTime();
        Set<String> texts = new TreeSet<>();
        for (int i = 0; i < 60_000; i++) {
            texts.add("/payload/" + Integer.reverse(i));
        }
        assertThat(texts).hasSize(60_000);
        return (THREADS.getCurrentThreadCpuTime() - begin) / 1e6;
    }

    /** Of this thread's processor time, for the door and the views, whichever takes longer. */
    private double ms(Recipe recipe, int length) {
        Event event = event(recipe.payload(length));
        long begin = THREADS.getCurrentThreadCpuTime();
        redaction.clean(event, Content.DROP);
        long door = THREADS.getCurrentThreadCpuTime();
        redaction.secrets(event);
        long views = THREADS.getCurrentThreadCpuTime();
        return Math.max(door - begin, views - door) / 1e6;
    }

    private static Event event(String payload) {
        assertThat(Contract.EVENT.type()).isEqualTo(Event.class); // which has Avro trust the class
        return Event.newBuilder()
                .setContractVersion("v1")
                .setEventId("e-1")
                .setRunId("run-1")
                .setEventType("tool.output")
                .setProducer("agent")
                .setOccurredAt(Instant.EPOCH)
                .setPayload(payload)
                .setPayloadDigest(PayloadDigest.of(payload))
                .setRedactions(List.of())
                .build();
    }

    private Recipe any() {
        List<String> some = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            some.add(piece());
        }
        return new Recipe(some, random.nextInt(Recipe.WRAPPINGS));
    }

    private Recipe changed(Recipe recipe) {
        List<String> some = new ArrayList<>(recipe.pieces());
        int at = random.nextInt(some.size());
        switch (random.nextInt(4)) {
            case 0 -> some.set(at, piece());
            case 1 -> some.add(at, piece());
            case 2 -> {
                if (some.size() > 1) {
                    some.remove(at);
                }
            }
            default -> {
                return new Recipe(some, random.nextInt(Recipe.WRAPPINGS));
            }
        }
        return new Recipe(some, recipe.wrapping());
    }

    private String piece() {
        return pieces.get(random.nextInt(pieces.size()));
    }

    private static String shown(Recipe recipe) {
        String text = recipe.toString().replace("\n", "\\n");
        return text.substring(0, Math.min(120, text.length()));
    }
}
