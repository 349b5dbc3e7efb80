package io.runledger.core.redaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a JSON text once and notes what to replace, by places in the text: what is not replaced stays as it is
 * written. Strings that hold JSON themselves are gone through the same way. For one text.
 */
final class JsonWalk {
    private static final int MOST_LEVELS = 3;

    /** As deep as the door reads. */
    private static final int DEEPEST = 1_000;

    /** Each level may be as deep as the one it is in, and all of them take their turn on one stack. */
    private static final int DEEPEST_INSIDE = 100;

    static final int STEPS_FOR_MEMBER = 16;
    private static final int STEPS_FOR_EDIT = 512;

    /** All members are put in order again then, and searched once more. */
    private static final int STEPS_FOR_RENAMING = 1_024;

    private static final int CHARACTERS_FOR_HIT = 64;

    private final Rules rules;
    private final TextScan scan;
    private final Content content;
    private final Budget budget;
    private final int level;
    private final String json;
    private final JsonTape tape;
    private final MemberRules members;
    private final Pointer root;
    private final Edits edits = new Edits();
    private final List<Hit> hits = new ArrayList<>();
    private final List<Hit> dropped = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final Map<String, Integer> renamed = new HashMap<>();

    private boolean names;

    private JsonWalk(JsonWalk outer, String json, Pointer root) throws IOException {
        this(outer.rules, outer.scan, outer.content, outer.budget, outer.level + 1, json, root);
    }

    private JsonWalk(Rules rules, TextScan scan, Content content, Budget budget, int level, String json, Pointer root)
            throws IOException {
        this.rules = rules;
        this.scan = scan;
        this.content = content;
        this.budget = budget;
        this.level = level;
        this.json = json;
        this.root = root;
        budget.charge(2L * json.length());
        this.tape = JsonTape.read(json, level == 0 ? DEEPEST : DEEPEST_INSIDE);
        this.members = new MemberRules(rules, tape, budget);
    }

    /** What came of it; {@code names} if members were renamed, so that their order may be another. */
    record Walked(String text, List<Hit> hits, List<Hit> dropped, List<String> kept, boolean names) {}

    /**
     * @throws IOException if the text is not JSON
     * @throws Budget.SpentException if it takes too many steps
     */
    static Walked walk(Rules rules, TextScan scan, Content content, Budget budget, String json, Pointer path)
            throws IOException {
        return new JsonWalk(rules, scan, content, budget, 0, json, path).walk();
    }

    private Walked walk() throws IOException {
        value(0, root, null);
        return new Walked(edits.in(json), hits, dropped, kept, names);
    }

    private void value(int token, Pointer path, Rule.@Nullable Named secret) throws IOException {
        switch (tape.kind(token)) {
            case OBJECT -> object(token, path, secret);
            case ARRAY -> array(token, path, secret);
            case STRING -> string(token, tape.text(token), path, secret);
            default -> {
                // numbers and words hold no text
            }
        }
    }

    private void object(int token, Pointer path, Rule.@Nullable Named secret) throws IOException {
        Rule.Named pair = secret == null ? members.pair(token) : null;
        boolean isOfModel = secret == null && Described.isOfModel(tape, token);
        int end = tape.after(token);
        for (int name = token + 1; name < end; ) {
            int value = name + 1;
            budget.spend(STEPS_FOR_MEMBER);
            String spelled = tape.text(name);
            Pointer member = path.to(name(name, path, spelled));
            Rule.Named about = secret == null ? members.about(spelled, value, isOfModel) : secret;
            if (about != null && about.rule() instanceof Rule.Content found) {
                content(value, member, found);
            } else if (about != null && secret == null && Described.is(tape, value)) {
                described(value, member, about);
            } else {
                value(value, member, about == null && members.isValueOfPair(value, spelled) ? pair : about);
            }
            name = tape.after(value);
        }
    }

    /** What a schema says of a secret is none, but its values are. */
    private void described(int object, Pointer path, Rule.Named secret) throws IOException {
        int end = tape.after(object);
        for (int name = object + 1; name < end; name = tape.after(name + 1)) {
            String spelled = tape.text(name);
            Pointer member = path.to(name(name, path, spelled));
            value(name + 1, member, Described.holdsValue(spelled) ? secret : null);
        }
    }

    private void array(int token, Pointer path, Rule.@Nullable Named secret) throws IOException {
        Words words = new Words(rules, tape, token);
        int index = 0;
        int end = tape.after(token);
        for (int item = token + 1; item < end; item = tape.after(item)) {
            if (tape.isString(item)) {
                String text = tape.text(item);
                Rule.Named own = secret == null ? words.about(text, index) : secret;
                string(item, text, path.to(index), own);
            } else if (tape.kind(item) != JsonTape.Kind.OTHER) {
                value(item, path.to(index), secret);
            }
            index++;
        }
    }

    private void string(int token, String text, Pointer path, Rule.@Nullable Named secret) {
        if (secret != null && isSecret(secret, text)) {
            replace(token, path, secret.name());
            return;
        }
        if (!rules.mayBeIn(text)) {
            return;
        }
        if (level < MOST_LEVELS && mayBeJson(text) && inside(token, text, path)) {
            return;
        }
        List<Span> spans = scan.find(text, budget);
        if (!spans.isEmpty()) {
            edits.quote(tape.start(token), tape.end(token), Span.replaced(text, spans));
            spans.forEach(span -> hit(path, span.rule()));
        }
    }

    private boolean isSecret(Rule.Named secret, String text) {
        budget.charge(STEPS_FOR_MEMBER + text.length());
        return secret.isSecret(text);
    }

    /** Whether the text is JSON; it is searched then, as what it holds. */
    private boolean inside(int token, String text, Pointer path) {
        try {
            Walked inside = new JsonWalk(this, text, path.whole()).walk();
            hits.addAll(inside.hits());
            dropped.addAll(inside.dropped());
            kept.addAll(inside.kept());
            if (!inside.text().equals(text)) {
                edits.quote(tape.start(token), tape.end(token), inside.text());
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void content(int value, Pointer path, Rule.Content rule) throws IOException {
        JsonTape.Kind kind = tape.kind(value);
        if (content == Content.KEEP) {
            if (kind != JsonTape.Kind.OTHER) {
                kept.add(path.toString());
            }
            value(value, path, null);
            return;
        }
        boolean anyText = false;
        for (int token = value; token < tape.after(value) && !anyText; token++) {
            anyText = tape.isString(token)
                    ? token != value || !Placeholders.isDropped(tape.text(token))
                    : tape.kind(token) == JsonTape.Kind.NAME
                            && !scan.find(tape.text(token), budget).isEmpty();
        }
        if (anyText) {
            edits.quote(tape.start(value), tape.end(value), Redaction.dropped(rule.name()));
            note(dropped, path, rule.name());
        }
    }

    /** The name of a member, without secrets: names are told in pointers. */
    private String name(int token, Pointer path, String name) {
        List<Span> spans = scan.find(name, budget);
        if (spans.isEmpty()) {
            return name;
        }
        String clean = Span.replaced(name, spans);
        int before = renamed.merge(clean, 1, Integer::sum);
        clean = before > 1 ? clean + "#" + before : clean;
        budget.charge(STEPS_FOR_RENAMING + 2L * clean.length());
        edits.quote(tape.start(token), tape.end(token), clean);
        Pointer member = path.to(clean);
        spans.forEach(span -> hit(member, span.rule()));
        names = true;
        return clean;
    }

    private void replace(int token, Pointer path, String rule) {
        budget.charge(STEPS_FOR_EDIT);
        edits.quote(tape.start(token), tape.end(token), Redaction.replacement(rule));
        hit(path, rule);
    }

    private void hit(Pointer path, String rule) {
        note(hits, path, rule);
    }

    /** Where there is too much to tell of, the whole text is named, once for each rule. */
    private void note(List<Hit> found, Pointer path, String rule) {
        boolean tells = budget.tells(0);
        Hit hit = new Hit((tells ? path : root).toString(), rule);
        if (tells || found.isEmpty() || !found.get(found.size() - 1).equals(hit)) {
            found.add(hit);
            budget.tells(CHARACTERS_FOR_HIT + hit.pointer().length());
        }
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
