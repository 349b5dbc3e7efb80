package io.runledger.core.redaction;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.Settings;
import io.runledger.schemas.contract.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.Blake3;

/**
 * A set of rules for what must not be stored, and its use: each secret is replaced by {@code [REDACTED:<rule>]}, and content
 * by {@code [DROPPED:<rule>]}. What was redacted once is not found again. Pure; takes time in proportion to the text.
 * Immutable.
 */
public final class Redaction {
    /** Views under other rules are other views. */
    public static final Setting RULES = new Setting(
            "RUNLEDGER_REDACTION_RULES",
            "",
            "A file of redaction rules that are added to the built-in ones, and names of those to switch off; the same for all processes");

    /** Raised with every change of how rules are applied. */
    private static final int VERSION = 3;

    private static final String BUILT_IN = "rules.json";
    /** Taking something out can put together what is found in turn; rarely, and hardly ever twice. */
    private static final int MOST_ROUNDS = 4;

    /** Names that were made here do not come again: they are not worth a table. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final Rules rules;
    private final TextScan scan;
    private final String fingerprint;
    private final List<String> names;

    private Redaction(Map<String, RuleFile.Defined> defined) {
        rules = new Rules(defined.values().stream().map(RuleFile.Defined::rule).toList());
        scan = new TextScan(rules);
        names = List.copyOf(defined.keySet());
        String text = VERSION + "\n"
                + String.join(
                        "\n",
                        defined.values().stream().map(RuleFile.Defined::text).toList());
        fingerprint = HexFormat.of().formatHex(Blake3.hash(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
    }

    /** Once read, for all. */
    private static final class BuiltIn {
        static final Redaction RULES = new Redaction(read());

        private static Map<String, RuleFile.Defined> read() {
            try (InputStream in = Redaction.class.getResourceAsStream(BUILT_IN)) {
                if (in == null) {
                    throw new IllegalStateException("the built-in rules are missing");
                }
                return new RuleFile(BUILT_IN, true)
                        .extend(new LinkedHashMap<>(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the built-in rules", e);
            }
        }
    }

    /** The built-in rules. */
    public static Redaction builtIn() {
        return BuiltIn.RULES;
    }

    /**
     * The built-in rules and those of the file that the settings name.
     *
     * @throws RuleException if the file cannot be used
     */
    public static Redaction of(Settings settings) {
        if (settings.text(RULES).isEmpty()) {
            return builtIn();
        }
        Path file = settings.path(RULES);
        try {
            return extended(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new RuleException(RULES.name() + ": there is no file " + file);
        } catch (CharacterCodingException e) {
            throw new RuleException(RULES.name() + ": " + file + " is not UTF-8");
        } catch (IOException e) {
            throw new RuleException(RULES.name() + ": " + file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * The built-in rules and those of a rule file.
     *
     * @param source the file's name, for people
     * @throws RuleException if the file cannot be used
     */
    public static Redaction extended(String source, String json) {
        return new Redaction(new RuleFile(source, false).extend(BuiltIn.read(), json));
    }

    /** Whether a text, JSON or not, has to be looked at more closely. */
    boolean mayBeIn(String text) {
        return rules.mayBeIn(text);
    }

    /** The rules' names, in their order. */
    public List<String> names() {
        return names;
    }

    /** Tells this set of rules from every other; hexadecimal. */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * A JSON text without secrets, and without content if that is to be dropped. Canonical JSON (RFC 8785) stays canonical.
     * What is no JSON is taken as text.
     *
     * @param pointer of the text within its record
     */
    public Redacted json(String json, String pointer, Content content) {
        List<Hit> hits = new ArrayList<>();
        List<Hit> dropped = new ArrayList<>();
        List<String> kept = List.of();
        String text = json;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Redacted once = once(text, pointer, content, Budget.of(text.length()));
            text = once.text();
            kept = round == 0 ? once.kept() : kept;
            hits.addAll(once.hits());
            dropped.addAll(once.dropped());
            if (once.hits().isEmpty()) {
                return new Redacted(text, hits, dropped, kept);
            }
        }
        return unsearched(pointer, hits);
    }

    /** The same by one look, after which there may be something to be found that was not before. */
    Redacted once(String json, String pointer, Content content, Budget budget) {
        if (!rules.mayBeIn(json)) {
            return new Redacted(json, List.of(), List.of(), List.of());
        }
        try {
            JsonWalk.Walked walked = JsonWalk.walk(rules, scan, content, budget, json, Pointer.of(pointer));
            String text = walked.names() ? canonical(walked.text()) : walked.text();
            return new Redacted(text, walked.hits(), walked.dropped(), walked.kept());
        } catch (Budget.SpentException e) {
            return unsearched(pointer, List.of());
        } catch (IOException e) {
            return textOnce(json, pointer, budget);
        }
    }

    /** A JSON text of which nothing is kept, because nobody knows what is in it. */
    private static Redacted unsearched(String pointer, List<Hit> before) {
        List<Hit> hits = new ArrayList<>(before);
        hits.add(new Hit(pointer, TextScan.UNSEARCHED));
        return new Redacted('"' + replacement(TextScan.UNSEARCHED) + '"', hits, List.of(), List.of());
    }

    /**
     * A text without secrets.
     *
     * @param pointer of the text within its record
     */
    public Redacted text(String text, String pointer) {
        List<Hit> hits = new ArrayList<>();
        String now = text;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Redacted once = textOnce(now, pointer, Budget.of(now.length()));
            now = once.text();
            hits.addAll(once.hits());
            if (once.hits().isEmpty()) {
                return new Redacted(now, hits, List.of(), List.of());
            }
        }
        hits.add(new Hit(pointer, TextScan.UNSEARCHED));
        return new Redacted(replacement(TextScan.UNSEARCHED), hits, List.of(), List.of());
    }

    /**
     * What one look finds in a text.
     *
     * @param start where it begins
     * @param end where the text continues
     * @param rule the rule's name
     */
    public record Place(int start, int end, String rule) {}

    /** Where the secrets of a text are, in order. */
    public List<Place> places(String text) {
        return scan.find(text, Budget.of(text.length())).stream()
                .map(span -> new Place(span.start(), span.end(), span.rule()))
                .toList();
    }

    /** The same by one look. */
    Redacted textOnce(String text, String pointer, Budget budget) {
        List<Span> spans = scan.find(text, budget);
        return spans.isEmpty()
                ? new Redacted(text, List.of(), List.of(), List.of())
                : new Redacted(
                        Span.replaced(text, spans),
                        spans.stream()
                                .map(span -> new Hit(pointer, span.rule()))
                                .toList(),
                        List.of(),
                        List.of());
    }

    /** Members that were renamed may have another place in the order. */
    private static String canonical(String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return CanonicalJson.read(parser, new ArrayList<>());
        }
    }

    static String replacement(String rule) {
        return "[REDACTED:" + rule + "]";
    }

    static String dropped(String rule) {
        return "[DROPPED:" + rule + "]";
    }

    @Override
    public String toString() {
        return names.size() + " rules, " + fingerprint;
    }
}
