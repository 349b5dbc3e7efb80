package io.runledger.core.storage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.runledger.core.storage.Breach.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Metadata holds small facts about the bytes, and neither bytes nor text nor keys to them. */
final class SmallFacts {
    /** Longest text of one fact, characters. */
    static final int LONGEST = 4_000;

    /**
     * Longest word of Base64's alphabet that is taken for a name, characters; digests, keys' fingerprints and paths are
     * shorter.
     */
    static final int LONGEST_WORD = 256;

    private static final int MOST_BREACHES = 100;

    private static final JsonFactory JSON = new JsonFactory();

    private SmallFacts() {}

    /**
     * What is wrong with a JSON text, the first hundred of it; nothing if it is not JSON, which the contract tells.
     *
     * @param pointer of the text within its record
     */
    static List<Breach> breaches(String json, String pointer) {
        List<Breach> breaches = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                    List<Breach> found = ofText(parser.getText(), "");
                    if (!found.isEmpty()) { // a pointer takes time in proportion to how deep it leads
                        String at = pointer + parser.getParsingContext().pathAsPointer();
                        found.forEach(breach -> breaches.add(breach.at(at)));
                    }
                    if (breaches.size() >= MOST_BREACHES) {
                        return breaches;
                    }
                }
            }
            return breaches;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<Breach> ofText(String text, String pointer) {
        List<Breach> breaches = new ArrayList<>(Secrets.in(text, pointer));
        binary(text)
                .map(what -> Breach.of(
                        Reason.BINARY_CONTENT,
                        pointer,
                        "must not hold bytes (" + what
                                + "); store them elsewhere and give their location and checksum"))
                .ifPresent(breaches::add);
        if (text.length() > LONGEST) {
            breaches.add(Breach.of(
                    Reason.LARGE_TEXT,
                    pointer,
                    "is longer than " + LONGEST + " characters; store the text elsewhere and give its location"));
        }
        return breaches;
    }

    private static Optional<String> binary(String text) {
        String start = text.strip().toLowerCase(Locale.ROOT);
        if (start.contains(";base64,") || (start.startsWith("data:") && start.contains(","))) {
            return Optional.of("a data: URL");
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
            return Optional.of("control characters");
        }
        return hasEncodedBytes(text) ? Optional.of("a long word in Base64 or hexadecimal") : Optional.empty();
    }

    /** Base64 is wrapped at 64 or 76 characters by custom, so line breaks end no word. */
    private static boolean hasEncodedBytes(String text) {
        int length = 0;
        int kinds = 0;
        boolean hex = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                continue;
            }
            int kind = kind(c);
            if (kind == 0) {
                length = 0;
                kinds = 0;
                hex = true;
                continue;
            }
            length++;
            kinds |= kind;
            hex &= Character.digit(c, 16) >= 0;
            if (length > LONGEST_WORD && (hex || (kinds & 7) == 7)) {
                return true;
            }
        }
        return false;
    }

    /** 1, 2 and 4 for capitals, small letters and digits; long Base64 has all three. 0 is none of its characters. */
    private static int kind(char c) {
        if (c >= 'A' && c <= 'Z') {
            return 1;
        }
        if (c >= 'a' && c <= 'z') {
            return 2;
        }
        if (c >= '0' && c <= '9') {
            return 4;
        }
        return "+/-_=".indexOf(c) >= 0 ? 8 : 0;
    }
}
