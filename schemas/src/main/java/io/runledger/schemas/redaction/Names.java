package io.runledger.schemas.redaction;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Member names, however they are spelled: {@code apiKey}, {@code API_KEY} and {@code api-key} are one. Immutable.
 *
 * @param names whole names, in snake case
 * @param endings last parts of names, in snake case
 * @param except endings of names that end so and are not meant
 */
record Names(Set<String> names, Set<String> plainNames, Set<String> endings, Set<String> except) {
    private static final int LONGEST = 128;

    static Names of(Set<String> names, Set<String> endings, Set<String> except) {
        Set<String> both = new TreeSet<>(names);
        both.addAll(endings);
        return new Names(Set.copyOf(both), plain(names), plain(endings), plain(except));
    }

    private static Set<String> plain(Set<String> names) {
        return names.stream().map(Names::plain).collect(Collectors.toUnmodifiableSet());
    }

    /** Small letters and digits only. Of a name longer than any that is meant, its end. */
    static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        for (int i = Math.max(0, name.length() - LONGEST); i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c > 127) {
                plain.append(c);
            } else if (c >= 'A' && c <= 'Z') {
                plain.append((char) (c + 32));
            }
        }
        return plain.toString();
    }

    /** Names and endings as they were written. */
    Set<String> spelled() {
        return names;
    }

    boolean endsOf(String plain) {
        return endings.stream().anyMatch(plain::endsWith) && except.stream().noneMatch(plain::endsWith);
    }
}
