package io.runledger.schemas.redaction;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a JSON text once and notes what to replace, by places in the text: what is not replaced stays as it is
 * written. Strings that hold JSON themselves are gone through the same way. For one text.
 */
final class JsonWalk {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_LEVELS = 3;

    /** Each level may be as deep as the one it is in, and all of them take their turn on one stack. */
    private static final JsonFactory INSIDE = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .build();

    /** Pairs of a name and a value, as in lists of headers and of environment variables. */
    private static final Set<String> NAMES_OF_PAIRS =
            Set.of("name", "key", "header", "variable", "env", "field", "param", "parameter");

    private static final Set<String> VALUES_OF_PAIRS = Set.of("value", "val", "content");

    private final Rules rules;
    private final TextScan scan;
    private final Content content;
    private final int level;
    private final String json;
    private final JsonParser parser;
    private final Edits edits = new Edits();
    private final List<Hit> hits = new ArrayList<>();
    private final List<Hit> dropped = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final Map<String, Integer> renamed = new HashMap<>();
    private boolean names;

    private JsonWalk(Rules rules, TextScan scan, Content content, int level, String json) throws IOException {
        this.rules = rules;
        this.scan = scan;
        this.content = content;
        this.level = level;
        this.json = json;
        this.parser = (level == 0 ? JSON : INSIDE).createParser(json);
    }

    /** What came of it; {@code names} if members were renamed, so that their order may be another. */
    record Walked(String text, List<Hit> hits, List<Hit> dropped, List<String> kept, boolean names) {}

    /** A string's place, to come back to. */
    private record Seen(Pointer path, int start, int end) {}

    /** @throws IOException if the text is not JSON */
    static Walked walk(Rules rules, TextScan scan, Content content, String json, Pointer path) throws IOException {
        return walk(rules, scan, content, json, path, 0);
    }

    private static Walked walk(Rules rules, TextScan scan, Content content, String json, Pointer path, int level)
            throws IOException {
        JsonWalk walk = new JsonWalk(rules, scan, content, level, json);
        try (walk.parser) {
            walk.parser.nextToken();
            walk.value(path, null);
            if (walk.parser.nextToken() != null) {
                throw new IOException("goes on behind its value");
            }
        }
        return new Walked(walk.edits.in(json), walk.hits, walk.dropped, walk.kept, walk.names);
    }

    private void value(Pointer path, @Nullable String secret) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            object(path, secret);
        } else if (token == JsonToken.START_ARRAY) {
            array(path, secret);
        } else if (token == JsonToken.VALUE_STRING) {
            string(path, secret);
        } else if (token == null) {
            throw new IOException("ends too early");
        }
    }

    private void object(Pointer path, @Nullable String secret) throws IOException {
        String pair = null;
        Seen unnamed = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Pointer member = path.to(name(path, name));
            JsonToken token = parser.nextToken();
            String plain = Names.plain(Placeholders.without(name));
            Optional<Rule> rule = rules.about(plain);
            if (rule.isPresent() && rule.get() instanceof Rule.Content found && secret == null) {
                content(member, found);
                continue;
            }
            String own = secret != null ? secret : secret(rule, token);
            if (own == null && token == JsonToken.VALUE_STRING && VALUES_OF_PAIRS.contains(plain)) {
                own = pair;
                unnamed = new Seen(member, start(), end());
            } else if (token == JsonToken.VALUE_STRING && NAMES_OF_PAIRS.contains(plain)) {
                pair = rules.secret(Names.plain(parser.getText()))
                        .map(Rule.Key::name)
                        .orElse(null);
            }
            value(member, own);
        }
        if (pair != null && unnamed != null) {
            name(unnamed, pair);
        }
    }

    private static @Nullable String secret(Optional<Rule> rule, JsonToken value) {
        return rule.isPresent()
                        && rule.get() instanceof Rule.Key key
                        && (key.below() || value != JsonToken.START_OBJECT)
                ? key.name()
                : null;
    }

    /** A value that stood before its name. */
    private void name(Seen value, String rule) throws IOException {
        String text;
        try (JsonParser again = JSON.createParser(json.substring(value.start, value.end))) {
            again.nextToken();
            text = again.getText();
        }
        if (!Placeholders.is(text)) {
            edits.undo(value.start);
            replace(value.start, value.end, value.path, rule);
        }
    }

    private void array(Pointer path, @Nullable String secret) throws IOException {
        String flag = null;
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            boolean isText = parser.currentToken() == JsonToken.VALUE_STRING;
            String text = isText ? parser.getText() : "";
            value(path.to(String.valueOf(index++)), secret == null && isText ? flag : secret);
            flag = text.startsWith("-") && text.indexOf(' ') < 0 && text.indexOf('=') < 0
                    ? rules.secret(Names.plain(text)).map(Rule.Key::name).orElse(null)
                    : null;
        }
    }

    private void string(Pointer path, @Nullable String secret) throws IOException {
        String text = parser.getText();
        if (secret != null && !Placeholders.is(text)) {
            replace(start(), end(), path, secret);
            return;
        }
        String now = text;
        if (level < MOST_LEVELS && mayBeJson(text) && rules.mayBeIn(text)) {
            try {
                Walked inside = walk(rules, scan, content, text, path.whole(), level + 1);
                now = inside.text();
                hits.addAll(inside.hits());
                dropped.addAll(inside.dropped());
                kept.addAll(inside.kept());
            } catch (IOException e) {
                now = text; // no JSON after all
            }
        }
        List<Span> spans = scan.find(now);
        if (!spans.isEmpty()) {
            now = Span.replaced(now, spans);
            spans.forEach(span -> hits.add(new Hit(path.toString(), span.rule())));
        }
        if (!now.equals(text)) {
            edits.quote(start(), end(), now);
        }
    }

    private void content(Pointer path, Rule.Content rule) throws IOException {
        JsonToken token = parser.currentToken();
        if (content == Content.KEEP) {
            if (token == JsonToken.VALUE_STRING || token.isStructStart()) {
                kept.add(path.toString());
            }
            value(path, null);
            return;
        }
        int start = start();
        if (token == JsonToken.VALUE_STRING) {
            if (!Placeholders.isDropped(parser.getText())) {
                drop(start, path, rule);
            }
            return;
        }
        boolean anyText = false;
        for (int depth = token.isStructStart() ? 1 : 0; depth > 0; ) {
            JsonToken next = parser.nextToken();
            depth += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
            anyText |= next == JsonToken.VALUE_STRING
                    || (next == JsonToken.FIELD_NAME
                            && !scan.find(parser.currentName()).isEmpty());
        }
        if (anyText) {
            drop(start, path, rule);
        }
    }

    private void drop(int start, Pointer path, Rule.Content rule) throws IOException {
        edits.quote(start, end(), Redaction.dropped(rule.name()));
        dropped.add(new Hit(path.toString(), rule.name()));
    }

    /** The name of a member, without secrets: names are told in pointers. */
    private String name(Pointer path, String name) throws IOException {
        List<Span> spans = scan.find(name);
        if (spans.isEmpty()) {
            return name;
        }
        String clean = Span.replaced(name, spans);
        int before = renamed.merge(clean, 1, Integer::sum);
        clean = before > 1 ? clean + "#" + before : clean;
        int end = start() + 1;
        while (json.charAt(end) != '"') {
            end += json.charAt(end) == '\\' ? 2 : 1;
        }
        edits.quote(start(), end + 1, clean);
        Pointer member = path.to(clean);
        spans.forEach(span -> hits.add(new Hit(member.toString(), span.rule())));
        names = true;
        return clean;
    }

    private void replace(int start, int end, Pointer path, String rule) {
        edits.quote(start, end, Redaction.replacement(rule));
        hits.add(new Hit(path.toString(), rule));
    }

    private int start() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private int end() throws IOException {
        parser.finishToken();
        return (int) parser.currentLocation().getCharOffset();
    }

    private static boolean mayBeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ') {
                return c == '{' || c == '[' || c == '"';
            }
        }
        return false;
    }
}
