package io.runledger.core.redaction;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads rules from JSON: {@code {"off": [name...], "rules": [{"name", "kind", ...}]}}. Every mistake is a
 * {@link RuleException} that says where.
 */
final class RuleFile {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*+");
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_PATTERN = 2_000;
    private static final int MOST_LEAD = 256;
    private static final Set<String> OF_NAMES =
            Set.of("name", "kind", "names", "endings", "words", "likely", "maybe", "except", "below");
    private static final Set<String> OF_SHAPE =
            Set.of("name", "kind", "anchors", "pattern", "lead", "open", "entropy", "check");

    private final String source;
    private final boolean bounded;

    /**
     * A reader.
     *
     * @param source the file, for people
     * @param bounded whether its patterns are known to end in time
     */
    RuleFile(String source, boolean bounded) {
        this.source = source;
        this.bounded = bounded;
    }

    /** A rule with the text that it was made of. */
    record Defined(Rule rule, String text) {}

    /** The rules so far, without those that are switched off, and with those of the file. */
    Map<String, Defined> extend(Map<String, Defined> known, String json) {
        JsonNode file = tree(json);
        only(file, "", Set.of("off", "rules"));
        Map<String, Defined> rules = new LinkedHashMap<>(known);
        for (String off : texts(file, "off", "")) {
            if (rules.remove(off) == null) {
                throw wrong("/off", "there is no rule " + off + " to switch off");
            }
        }
        JsonNode added = file.path("rules");
        if (!added.isMissingNode() && !added.isArray()) {
            throw wrong("/rules", "must be an array of rules");
        }
        for (int i = 0; i < added.size(); i++) {
            Rule rule = rule(added.get(i), "/rules/" + i);
            if (rules.putIfAbsent(rule.name(), new Defined(rule, added.get(i).toString())) != null) {
                throw wrong(
                        "/rules/" + i,
                        "there is a rule " + rule.name() + " already; take another name, or switch it off");
            }
        }
        return rules;
    }

    private JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new RuleException(source + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr()) + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse("is not JSON"));
        }
    }

    private Rule rule(JsonNode rule, String at) {
        String name = text(rule, "name", at);
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
            throw wrong(at + "/name", "must be small letters, digits and single dashes, at most " + LONGEST_NAME);
        }
        String kind = text(rule, "kind", at);
        return switch (kind) {
            case "key" -> {
                only(rule, at, OF_NAMES);
                yield new Rule.Key(name, names(rule, at), rule.path("below").asBoolean(true));
            }
            case "content" -> {
                only(rule, at, OF_NAMES);
                yield new Rule.Content(name, names(rule, at));
            }
            case "command" -> {
                only(rule, at, Set.of("name", "kind"));
                yield new Rule.Command(name);
            }
            case "shape" -> shape(name, rule, at);
            default -> throw wrong(at + "/kind", "must be key, shape or content");
        };
    }

    private Names names(JsonNode rule, String at) {
        Names names = Names.of(
                lower(rule, "names", at),
                lower(rule, "endings", at),
                lower(rule, "words", at),
                lower(rule, "likely", at),
                lower(rule, "maybe", at),
                lower(rule, "except", at));
        if (names.spelled().isEmpty()) {
            throw wrong(at, "needs names or endings");
        }
        if (names.spelled().stream().anyMatch(name -> Names.plain(name).length() < 2)) {
            throw wrong(at, "has a name of less than two letters or digits");
        }
        return names;
    }

    private Rule shape(String name, JsonNode rule, String at) {
        only(rule, at, OF_SHAPE);
        Set<String> anchors = lower(rule, "anchors", at);
        if (anchors.isEmpty() || anchors.stream().anyMatch(anchor -> anchor.length() < 2)) {
            throw wrong(at + "/anchors", "must be texts of at least two characters, one of which every match holds");
        }
        String check = rule.path("check").asText("none");
        int lead = rule.path("lead").asInt(0);
        if (lead < 0 || lead > MOST_LEAD) {
            throw wrong(at + "/lead", "must be from 0 to " + MOST_LEAD);
        }
        return new Rule.Shape(
                name,
                List.copyOf(anchors),
                lead,
                pattern(text(rule, "pattern", at), at),
                rule.path("open").asBoolean(false),
                rule.path("entropy").asDouble(0),
                check(check, at),
                bounded,
                Rule.Shape.first(text(rule, "pattern", at)));
    }

    private Pattern pattern(String pattern, String at) {
        if (pattern.length() > LONGEST_PATTERN) {
            throw wrong(at + "/pattern", "is longer than " + LONGEST_PATTERN + " characters");
        }
        try {
            Pattern compiled = Pattern.compile(pattern);
            if (compiled.matcher("").lookingAt()) {
                throw wrong(at + "/pattern", "must not fit an empty text");
            }
            return compiled;
        } catch (PatternSyntaxException e) {
            throw wrong(at + "/pattern", e.getDescription() + " near index " + e.getIndex());
        }
    }

    private Check check(String name, String at) {
        try {
            return Check.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw wrong(at + "/check", "must be none, jwt, basic, mixed, generated, key, encoded-jwt or luhn");
        }
    }

    private void only(JsonNode object, String at, Set<String> members) {
        if (!object.isObject()) {
            throw wrong(at, "must be an object");
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw wrong(at, "takes no " + name + "; it takes " + String.join(", ", new TreeSet<>(members)));
            }
        });
    }

    private String text(JsonNode rule, String member, String at) {
        if (!rule.path(member).isTextual()) {
            throw wrong(at + "/" + member, "must be a text");
        }
        return rule.path(member).asText();
    }

    private Set<String> lower(JsonNode rule, String member, String at) {
        Set<String> lower = new TreeSet<>();
        for (String text : texts(rule, member, at)) {
            if (text.chars().anyMatch(c -> c < ' ' || c > 126)) {
                throw wrong(at + "/" + member, "must be ASCII texts");
            }
            lower.add(text.toLowerCase(Locale.ROOT));
        }
        return lower;
    }

    private List<String> texts(JsonNode object, String member, String at) {
        List<String> texts = new ArrayList<>();
        JsonNode array = object.path(member);
        if (!array.isMissingNode() && !array.isArray()) {
            throw wrong(at + "/" + member, "must be an array of texts");
        }
        for (JsonNode item : array) {
            if (!item.isTextual()) {
                throw wrong(at + "/" + member, "must be an array of texts");
            }
            texts.add(item.asText());
        }
        return texts;
    }

    private RuleException wrong(String at, String detail) {
        return new RuleException(source + " " + (at.isEmpty() ? "" : at + " ") + detail);
    }
}
