package io.runledger.core.redaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rule is about a member of an object: by its name, or by what another member names. For one text. */
final class MemberRules {
    /** Pairs of a name and a value, as in lists of headers and of environment variables. */
    private static final Set<String> NAMES_OF_PAIRS =
            Set.of("name", "key", "k", "header", "variable", "env", "field", "param", "parameter");

    /** However it is spelled, with something around it. */
    private static final int LONGEST_OF_PAIRS = 32;

    private static final Set<String> VALUES_OF_PAIRS = Set.of("value", "val", "v", "content", "default");

    private static final int STEPS_FOR_NAME = 320;

    private final Rules rules;
    private final JsonTape tape;
    private final Budget budget;

    /** Of this text alone: what a search takes must not depend on what was searched before. */
    private final Map<String, Optional<Rule.Named>> asked = new HashMap<>();

    MemberRules(Rules rules, JsonTape tape, Budget budget) {
        this.rules = rules;
        this.tape = tape;
        this.budget = budget;
    }

    /** The rule about a member; null if there is none. */
    Rule.@Nullable Named about(String spelled, int value, boolean isOfModel) {
        String name = Placeholders.without(spelled);
        if (!rules.mayName(name)) {
            return null;
        }
        Optional<Rule.Named> known = asked.get(name);
        budget.charge(known == null ? STEPS_FOR_NAME : JsonWalk.STEPS_FOR_MEMBER);
        if (known == null) {
            known = rules.about(name);
            asked.put(name, known);
        }
        Rule.Named found = known.orElse(null);
        if (found == null || !(found.rule() instanceof Rule.Key key)) {
            if (found == null) {
                return null;
            }
            budget.charge(tape.after(value) - value);
            return ContentLook.is(tape, value, name, found.name()) ? found : null;
        }
        boolean isMeant = (key.below() || tape.kind(value) != JsonTape.Kind.OBJECT)
                && (found.match() == Names.Match.SURE || !isOfModel);
        return isMeant ? found : null;
    }

    /** The rule about what an object names in one member and holds in another; null if there is none. */
    Rule.@Nullable Named pair(int object) {
        int end = tape.after(object);
        for (int name = object + 1; name < end; name = tape.after(name + 1)) {
            if (tape.isString(name + 1) && isOfPair(tape.text(name), NAMES_OF_PAIRS)) {
                budget.charge(JsonWalk.STEPS_FOR_MEMBER);
                Optional<Rule.Named> rule = rules.secret(tape.text(name + 1));
                if (rule.isPresent()) {
                    return rule.get();
                }
            }
        }
        return null;
    }

    boolean isValueOfPair(int value, String name) {
        return tape.isString(value) && isOfPair(name, VALUES_OF_PAIRS);
    }

    private static boolean isOfPair(String name, Set<String> names) {
        return name.length() <= LONGEST_OF_PAIRS && names.contains(Names.plain(name));
    }
}
