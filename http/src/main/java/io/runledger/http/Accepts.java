package io.runledger.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a client takes for an answer, by its {@code Accept} header (RFC 9110, 12.5.1). */
public final class Accepts {
    private Accepts() {}

    /** Whether it names the media type, and wants it no less than the other one. A range of everything names nothing. */
    public static boolean prefers(@Nullable String accept, String wanted, String other) {
        double quality = quality(accept, wanted);
        return quality > 0 && quality >= quality(accept, other);
    }

    /** Of the most specific range that names it; 0 if none does. */
    private static double quality(@Nullable String accept, String type) {
        String all = type.substring(0, type.indexOf('/')) + "/*";
        return Stream.of(type, all)
                .map(range -> ranges(accept)
                        .filter(each -> name(each).equals(range))
                        .mapToDouble(Accepts::weight)
                        .max())
                .filter(weight -> weight.isPresent())
                .findFirst()
                .map(weight -> weight.getAsDouble())
                .orElse(0.0);
    }

    private static Stream<String> ranges(@Nullable String accept) {
        return accept == null
                ? Stream.empty()
                : Arrays.stream(accept.toLowerCase(Locale.ROOT).split(",", -1));
    }

    private static String name(String range) {
        int end = range.indexOf(';');
        return (end < 0 ? range : range.substring(0, end)).strip();
    }

    private static double weight(String range) {
        for (String parameter : range.split(";", -1)) {
            String text = parameter.strip();
            if (text.startsWith("q=")) {
                try {
                    return Double.parseDouble(text.substring(2).strip());
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
