package io.runledger.core.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Member names, however they are spelled: {@code apiKey}, {@code API_KEY}, {@code api-keys} and {@code api_key_2} are one.
 * Immutable.
 *
 * @param spelled all of them as they were written, in snake case
 * @param names whole names
 * @param endings last letters of names
 * @param words last words of names
 * @param likely last words of names whose values are secret if they look generated
 * @param maybe the same, but for digests and UUIDs
 * @param except endings of names that end so and are not meant
 */
record Names(
        Set<String> spelled,
        Set<String> names,
        Set<String> endings,
        Set<String> words,
        Set<String> likely,
        Set<String> maybe,
        Set<String> except) {
    private static final int LONGEST = 128;
    private static final int MOST_WORDS = 4;

    /** What a name may end in and still be the same. */
    private static final Set<String> ADDED = Set.of(
            "again",
            "confirm",
            "confirmation",
            "confirmed",
            "repeat",
            "repeated",
            "verify",
            "new",
            "old",
            "current",
            "value",
            "val",
            "string",
            "raw",
            "plain",
            "plaintext",
            "cleartext",
            "b64",
            "base64",
            "encoded",
            "primary",
            "secondary",
            "prod",
            "production",
            "dev",
            "staging",
            "stage",
            "live",
            "sandbox",
            "test",
            "backup",
            "default");

    /** Whether and how surely a name is meant. */
    enum Match {
        NO,
        /** A text under it is secret if it looks generated and is no digest or UUID. */
        MAYBE,
        /** A text under it is secret if it looks generated. */
        LIKELY,
        /** Every text under it is secret. */
        SURE
    }

    static Names of(
            Set<String> names,
            Set<String> endings,
            Set<String> words,
            Set<String> likely,
            Set<String> maybe,
            Set<String> except) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(endings);
        all.addAll(words);
        all.addAll(likely);
        all.addAll(maybe);
        return new Names(
                Set.copyOf(all),
                plain(names),
                plain(endings),
                plain(words),
                plain(likely),
                plain(maybe),
                plain(except));
    }

    static Names none() {
        return of(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
    }

    private static Set<String> plain(Set<String> names) {
        return names.stream().map(Names::plain).collect(Collectors.toUnmodifiableSet());
    }

    /** Small letters and digits only. Of a name longer than any that is meant, its end. */
    static String plain(String name) {
        return String.join("", split(name));
    }

    /** Its words, in small letters: cut at what is no letter or digit, before a capital, and around digits. */
    static List<String> split(String name) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char before = ' ';
        for (int i = Math.max(0, name.length() - LONGEST); i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.getType(c) == Character.FORMAT) {
                continue; // a zero-width space cuts nothing that anybody sees
            }
            boolean isWord = Character.isLetterOrDigit(c);
            boolean hump = Character.isUpperCase(c)
                    && (Character.isLowerCase(before)
                            || (Character.isUpperCase(before)
                                    && i + 1 < name.length()
                                    && Character.isLowerCase(name.charAt(i + 1))));
            boolean number = isWord && Character.isDigit(c) != Character.isDigit(before) && isWord(before);
            if (!word.isEmpty() && (!isWord || hump || number)) {
                words.add(word.toString());
                word.setLength(0);
            }
            if (isWord) {
                word.append(Character.toLowerCase(c));
            }
            before = c;
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c);
    }

    /** Whether a name is meant as it is written: without what may be added, one or many. */
    Match exact(List<String> words) {
        String all = String.join("", words);
        return names.contains(all) || (isEnd(all) && !except.contains(all)) ? Match.SURE : Match.NO;
    }

    /** @param name cut into its words */
    Match match(List<String> name) {
        List<String> words = name;
        Match match = match(words, false);
        while (match == Match.NO && words.size() > 1 && isAdded(words.get(words.size() - 1))) {
            words = words.subList(0, words.size() - 1);
            match = match(words, false);
        }
        if (match == Match.NO && !words.isEmpty() && words.get(words.size() - 1).endsWith("s")) {
            List<String> one = new ArrayList<>(words);
            String last = one.remove(one.size() - 1);
            one.add(last.substring(0, last.length() - 1));
            match = match(one, true);
        }
        return match;
    }

    private static boolean isAdded(String word) {
        return ADDED.contains(word) || Character.isDigit(word.charAt(0));
    }

    /** Many of a kind can also be what they are called; passwords cannot. */
    private Match match(List<String> words, boolean several) {
        String all = String.join("", words);
        Match sure = several && !all.endsWith("password") && !all.endsWith("passphrase") ? Match.LIKELY : Match.SURE;
        Match best = names.contains(all) || isEnd(all) ? sure : Match.NO;
        StringBuilder ending = new StringBuilder();
        for (int i = words.size() - 1; i >= Math.max(0, words.size() - MOST_WORDS); i--) {
            ending.insert(0, words.get(i));
            String end = ending.toString();
            if (except.contains(end)) {
                return Match.NO;
            }
            Match now = this.words.contains(end)
                    ? sure
                    : likely.contains(end) ? Match.LIKELY : maybe.contains(end) ? Match.MAYBE : Match.NO;
            boolean isId = now != sure && words.get(words.size() - 1).equals("id"); // session_id, not sessionid
            best = now.compareTo(best) > 0 && !isId ? now : best;
        }
        return best;
    }

    private boolean isEnd(String name) {
        for (String ending : endings) {
            if (name.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }
}
