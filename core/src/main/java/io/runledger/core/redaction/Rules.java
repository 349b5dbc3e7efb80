package io.runledger.core.redaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The rules in force, ready to be looked up. Immutable. */
final class Rules {
    private static final List<String> JOINTS = List.of("", "_", "-", ".", " ");

    private static final int ASCII = 128;
    private static final int LONGEST_KEPT = 48;
    private static final int MOST_KEPT = 10_000;

    /** By anchor, the numbers of the rules that have a name with it. */
    private final List<BitSet> named = new ArrayList<>();

    private final List<Rule> all;

    /** Names that were asked about: there are few in a ledger, and they come again and again. */
    private final Map<String, Optional<Rule.Named>> looked = new ConcurrentHashMap<>();

    private final List<List<Rule.Shape>> shapes = new ArrayList<>();
    private final Map<String, Rule.Named> byName = new HashMap<>();
    private final BitSet commandAnchors = new BitSet();
    private final BitSet nameAnchors = new BitSet();
    private final BitSet contentAnchors = new BitSet();
    private final Anchors anchors;

    Rules(List<Rule> rules) {
        all = List.copyOf(rules);
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Rule rule = all.get(i);
            byName.put(rule.name(), new Rule.Named(rule, Names.Match.SURE));
            if (rule instanceof Rule.Shape shape) {
                shape.anchors()
                        .forEach(anchor -> shapes.get(number(anchor, numbers)).add(shape));
            } else if (rule instanceof Rule.Key key) {
                name(i, key.names(), numbers, true);
            } else if (rule instanceof Rule.Content content) {
                name(i, content.names(), numbers, false);
            } else if (rule instanceof Rule.Command) {
                CommandLine.names().forEach(name -> {
                    commandAnchors.set(number(name + " ", numbers));
                    contentAnchors.set(number("\"" + name + "\"", numbers)); // in a list of words
                });
            }
        }
        anchors = new Anchors(List.copyOf(numbers.keySet()));
    }

    private void name(int rule, Names names, Map<String, Integer> numbers, boolean inText) {
        for (String spelled : names.spelled()) {
            for (String joint : JOINTS) {
                int number = number(spelled.replace("_", joint), numbers);
                (inText ? nameAnchors : contentAnchors).set(number);
                named.get(number).set(rule);
            }
        }
    }

    private int number(String anchor, Map<String, Integer> numbers) {
        Integer known = numbers.get(anchor);
        if (known != null) {
            return known;
        }
        shapes.add(new ArrayList<>());
        named.add(new BitSet());
        numbers.put(anchor, shapes.size() - 1);
        return shapes.size() - 1;
    }

    Anchors anchors() {
        return anchors;
    }

    List<Rule.Shape> shapes(int anchor) {
        return shapes.get(anchor);
    }

    boolean isName(int anchor) {
        return nameAnchors.get(anchor);
    }

    boolean isCommand(int anchor) {
        return commandAnchors.get(anchor);
    }

    /** A rule by its name; null if it is switched off. */
    Rule.@Nullable Named named(String name) {
        return byName.get(name);
    }

    private boolean isContent(int anchor) {
        return contentAnchors.get(anchor);
    }

    /** Whether an anchor is in the text where a secret may begin, or an escape that could hide one. */
    boolean mayBeIn(String text) {
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || (c == '\\' && i + 1 < text.length() && "\\u/x".indexOf(text.charAt(i + 1)) >= 0)) {
                return true;
            }
            state = c < ASCII ? anchors.step(state, c) : beyond(state, c);
            if (anchors.ends(state) && mayEnd(text, i + 1, state)) {
                return true;
            }
        }
        return false;
    }

    /** Nobody sees a space of no width in a name, and that another breaks no line. */
    private int beyond(int state, char c) {
        return Character.getType(c) == Character.FORMAT
                ? state & ~1
                : Character.isSpaceChar(c) ? anchors.step(state, ' ') : 0;
    }

    private boolean mayEnd(String text, int end, int state) {
        for (int anchor : anchors.ending(state)) {
            if (isName(anchor)
                    || isContent(anchor)
                    || isCommand(anchor)
                    || mayBegin(text, end - anchors.length(anchor), anchor)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayBegin(String text, int at, int anchor) {
        for (Rule.Shape shape : shapes.get(anchor)) {
            int before = at - shape.lead() - 1;
            if (before >= -1 && !shape.mayBeginWith(text.charAt(before + 1))) {
                continue;
            }
            if (shape.open()
                    || before < 0
                    || !TextScan.isWord(text.charAt(before))
                    || (before > 0 && text.charAt(before - 1) == '\\')) {
                return true;
            }
        }
        return false;
    }

    /** The rule about values under a name; keys go before content, and what is sure before what is likely. */
    Optional<Rule.Named> about(String name) {
        Optional<Rule.Named> known = looked.get(name);
        if (known != null) {
            return known;
        }
        List<String> words = Names.split(name);
        Rule.Named best = null;
        BitSet mentioned = mentioned(words);
        for (int i = mentioned.nextSetBit(0); i >= 0; i = mentioned.nextSetBit(i + 1)) {
            Rule rule = all.get(i);
            Names.Match match = rule instanceof Rule.Key key
                    ? key.names().match(words)
                    : ((Rule.Content) rule).names().exact(words);
            if (match != Names.Match.NO && (best == null || match.compareTo(best.match()) > 0)) {
                best = new Rule.Named(rule, match);
            }
        }
        Optional<Rule.Named> found = Optional.ofNullable(best);
        if (name.length() <= LONGEST_KEPT && looked.size() < MOST_KEPT) {
            looked.put(name, found);
        }
        return found;
    }

    /** The numbers of the rules of which a name is in this one. */
    private BitSet mentioned(List<String> words) {
        BitSet rules = new BitSet();
        int state = 0;
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                state = anchors.step(state, word.charAt(i));
                if (anchors.ends(state)) {
                    for (int anchor : anchors.ending(state)) {
                        rules.or(named.get(anchor));
                    }
                }
            }
        }
        return rules;
    }

    /** Whether there may be a rule about the name. */
    boolean mayName(String name) {
        int state = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 127) {
                return true;
            }
            if (TextScan.isWord(c)) {
                state = anchors.step(state, c);
                if (anchors.ends(state) && isNameEnd(state)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isNameEnd(int state) {
        for (int anchor : anchors.ending(state)) {
            if (!named.get(anchor).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    Optional<Rule.Named> secret(String name) {
        return about(name).filter(found -> found.rule() instanceof Rule.Key);
    }
}
