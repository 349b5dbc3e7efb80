package io.runledger.core.redaction;

import java.util.Locale;
import java.util.Set;

/** Tells what people and models say to each other from what only bears its name, such as a list of findings. */
final class ContentLook {
    /** What other things are called, too. */
    private static final Set<String> AMBIGUOUS = Set.of("prompt", "prompts", "completion", "completions", "messages");

    private static final Set<String> OF_MESSAGES =
            Set.of("role", "content", "parts", "author", "toolcalls", "functioncall", "blocks", "sender");
    private static final Set<String> STATES = Set.of(
            "ok",
            "done",
            "pending",
            "partial",
            "full",
            "complete",
            "completed",
            "failed",
            "success",
            "running",
            "none",
            "stop",
            "length",
            "error",
            "enabled",
            "disabled",
            "default",
            "auto",
            "always",
            "never",
            "yes",
            "no");
    private static final int LONGEST_WORD = 40;

    private ContentLook() {}

    /** Whether a value is content that has a name which a rule about content is about. */
    static boolean is(JsonTape tape, int value, String name, String rule) {
        return !AMBIGUOUS.contains(Names.plain(name)) || is(tape, value, rule);
    }

    private static boolean is(JsonTape tape, int value, String rule) {
        return switch (tape.kind(value)) {
            case STRING -> isText(tape.text(value));
            case ARRAY -> isAnyContent(tape, value, rule);
            case OBJECT ->
                rule.equals("messages") ? isMessage(tape, value) || isAnyMessage(tape, value) : hasText(tape, value);
            default -> true;
        };
    }

    private static boolean isAnyContent(JsonTape tape, int array, String rule) {
        int end = tape.after(array);
        boolean any = false;
        boolean objects = false;
        for (int item = array + 1; item < end; item = tape.after(item)) {
            JsonTape.Kind kind = tape.kind(item);
            objects |= kind == JsonTape.Kind.OBJECT;
            any |= kind == JsonTape.Kind.OBJECT
                    ? isMessage(tape, item) || (!rule.equals("messages") && hasText(tape, item))
                    : kind == JsonTape.Kind.STRING
                            ? isText(tape.text(item))
                            : kind == JsonTape.Kind.ARRAY && isAnyContent(tape, item, rule);
        }
        return any || (!objects && array + 1 == end);
    }

    private static boolean isAnyMessage(JsonTape tape, int object) {
        int end = tape.after(object);
        for (int name = object + 1; name < end; name = tape.after(name + 1)) {
            JsonTape.Kind kind = tape.kind(name + 1);
            if (kind == JsonTape.Kind.OBJECT && isMessage(tape, name + 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMessage(JsonTape tape, int object) {
        int end = tape.after(object);
        for (int name = object + 1; name < end; name = tape.after(name + 1)) {
            if (OF_MESSAGES.contains(Names.plain(tape.text(name)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasText(JsonTape tape, int value) {
        for (int token = value + 1; token < tape.after(value); token++) {
            if (tape.isString(token) && isText(tape.text(token))) {
                return true;
            }
        }
        return false;
    }

    /** Not one word that is a state, or holds a digit or a sign, such as a date, a version, a path or an id. */
    static boolean isText(String text) {
        String word = text.strip();
        if (word.length() > LONGEST_WORD) {
            return word.indexOf(' ') > 0 || !isId(word);
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) <= ' ' || word.charAt(i) > 126) {
                return true;
            }
        }
        return !isId(word) && !STATES.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean isId(String word) {
        boolean sign = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            boolean inner = i + 1 < word.length() || c == '%' || (c >= '0' && c <= '9');
            sign |= !letter && inner && "0123456789_-.:/+%#@=".indexOf(c) >= 0;
            if (!letter && "0123456789_-.:/+%#@=".indexOf(c) < 0) {
                return false;
            }
        }
        return sign;
    }
}
