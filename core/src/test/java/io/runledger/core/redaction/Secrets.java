package io.runledger.core.redaction;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Secrets of every kind, made up from the templates in samples.txt, the same at every run; none of them opens anything. */
public final class Secrets {
    static final String TEMPLATES = "samples.txt";

    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";
    private static final String WORD = LOWER + UPPER + DIGITS;
    private static final Map<String, String> ALPHABETS = Map.ofEntries(
            Map.entry("lower", LOWER),
            Map.entry("upper", UPPER),
            Map.entry("letters", LOWER + UPPER),
            Map.entry("digits", DIGITS),
            Map.entry("hex", DIGITS + "abcdef"),
            Map.entry("upperhex", DIGITS + "ABCDEF"),
            Map.entry("base32", UPPER + "234567"),
            Map.entry("base36", LOWER + DIGITS),
            Map.entry("base36upper", UPPER + DIGITS),
            Map.entry("base64", WORD + "+/"),
            Map.entry("url", WORD + "-_"),
            Map.entry("word", WORD));
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(?:uuid|([a-z0-9]+):([0-9]+))?}");
    private static final Pattern MARK = Pattern.compile("[«»]");

    private final long seed;
    private final Random random;

    public Secrets(long seed) {
        this.seed = seed;
        random = new Random(seed);
    }

    /** One for each built-in rule. */
    List<Sample> samples() {
        return templates()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(this::sample)
                .toList();
    }

    /** Those that are known by their shape, whatever the member of JSON that they are in. */
    public List<Sample> shaped() {
        return samples().stream().filter(sample -> !sample.isJson()).toList();
    }

    /** What is secret only for where it is: a password with letters, digits and signs. */
    public String password() {
        return of(LOWER, 4) + of(DIGITS, 3) + of(UPPER, 3) + of("!*+^~", 1) + of(WORD, 3);
    }

    String of(String alphabet, int length) {
        return text(random, alphabet, length);
    }

    private static String text(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String templates() {
        try (InputStream in = Secrets.class.getResourceAsStream(TEMPLATES)) {
            return new String(Objects.requireNonNull(in, TEMPLATES).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each from a seed of its own, so that a line more or less changes no other. */
    private Sample sample(String line) {
        int space = line.indexOf(' ');
        String rule = line.substring(0, space);
        Random own = new Random(31 * seed + rule.hashCode());
        String text = PLACEHOLDER
                .matcher(line.substring(space + 1).replace("\\n", "\n"))
                .replaceAll(placeholder -> expanded(own, placeholder));
        String[] parts = MARK.split(text, -1);
        return new Sample(rule, String.join("", parts), parts.length == 3 ? parts[1] : text);
    }

    private static String expanded(Random random, MatchResult placeholder) {
        if (placeholder.group().equals("{}")) {
            return "";
        }
        if (placeholder.group().equals("{uuid}")) {
            return new UUID((random.nextLong() & ~0xf000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE)
                    .toString();
        }
        String alphabet = Objects.requireNonNull(ALPHABETS.get(placeholder.group(1)), placeholder::group);
        return text(random, alphabet, Integer.parseInt(placeholder.group(2)));
    }
}
