package io.runledger.schemas.redaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules in force, ready to be looked up. Immutable. */
final class Rules {
    private static final List<String> JOINTS = List.of("", "_", "-", ".", " ");

    private final Map<String, Rule> byName = new HashMap<>();
    private final List<Rule> byEnding = new ArrayList<>();
    private final List<List<Rule.Shape>> shapes = new ArrayList<>();
    private final BitSet nameAnchors = new BitSet();
    private final BitSet contentAnchors = new BitSet();
    private final Anchors anchors;

    Rules(List<Rule> rules) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Shape shape) {
                shape.anchors()
                        .forEach(anchor -> shapes.get(number(anchor, numbers)).add(shape));
            } else if (rule instanceof Rule.Key key) {
                name(key, key.names(), numbers, true);
            } else if (rule instanceof Rule.Content content) {
                name(content, content.names(), numbers, false);
            }
        }
        anchors = new Anchors(List.copyOf(numbers.keySet()));
    }

    private void name(Rule rule, Names names, Map<String, Integer> numbers, boolean inText) {
        names.plainNames().forEach(name -> byName.putIfAbsent(name, rule));
        if (!names.endings().isEmpty()) {
            byEnding.add(rule);
        }
        for (String spelled : names.spelled()) {
            for (String joint : JOINTS) {
                int number = number(spelled.replace("_", joint), numbers);
                (inText ? nameAnchors : contentAnchors).set(number);
            }
        }
    }

    private int number(String anchor, Map<String, Integer> numbers) {
        Integer known = numbers.get(anchor);
        if (known != null) {
            return known;
        }
        shapes.add(new ArrayList<>());
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

    private boolean isContent(int anchor) {
        return contentAnchors.get(anchor);
    }

    /** Whether an anchor stands in the text where a secret may begin, or an escape that could hide one. */
    boolean mayBeIn(String text) {
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || (c == '\\' && i + 1 < text.length() && "\\u/x".indexOf(text.charAt(i + 1)) >= 0)) {
                return true;
            }
            state = anchors.step(state, c);
            if (anchors.ends(state) && mayEnd(text, i + 1, state)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayEnd(String text, int end, int state) {
        for (int anchor : anchors.ending(state)) {
            if (isName(anchor) || isContent(anchor) || mayBegin(text, end - anchors.length(anchor), anchor)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayBegin(String text, int at, int anchor) {
        for (Rule.Shape shape : shapes.get(anchor)) {
            int before = at - shape.lead() - 1;
            if (shape.open()
                    || before < 0
                    || !TextScan.isWord(text.charAt(before))
                    || (before > 0 && text.charAt(before - 1) == '\\')) {
                return true;
            }
        }
        return false;
    }

    /** The rule about values under a name; keys go before content. */
    Optional<Rule> about(String plainName) {
        Rule exact = byName.get(plainName);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (Rule rule : byEnding) {
            Names names = rule instanceof Rule.Key key ? key.names() : ((Rule.Content) rule).names();
            if (names.endsOf(plainName)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    Optional<Rule.Key> secret(String plainName) {
        return about(plainName).filter(Rule.Key.class::isInstance).map(Rule.Key.class::cast);
    }
}
