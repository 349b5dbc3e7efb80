package io.runledger.endtoend.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A scrape in Prometheus' text format 0.0.4, read as strictly as the format's description has it: every family has its help and
 * type before its samples, which stand together; no series comes twice; counters end with {@code _total}; buckets add up.
 *
 * @param samples by series, such as {@code a_total{b="c",}}, with labels in their order of name
 */
public record Exposition(Map<String, String> types, Map<Series, Double> samples) {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") \\S.*");
    private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{(" + LABEL.pattern() + "(?:," + LABEL.pattern() + ")*)\\})? (\\S+)");
    private static final int VALUE = 7;

    record Series(String name, Map<String, String> labels) {
        Series without(String label) {
            Map<String, String> others = new TreeMap<>(labels);
            others.remove(label);
            return new Series(name, others);
        }

        Series named(String other) {
            return new Series(other, labels);
        }
    }

    public static Exposition parse(String text) {
        assertThat(text).endsWith("\n").doesNotContain("\r", "\n\n");
        Map<String, String> types = new HashMap<>();
        Map<Series, Double> samples = new LinkedHashMap<>();
        String helped = "";
        String family = "";
        for (String line : text.lines().toList()) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            if (help.matches()) {
                helped = help.group(1);
            } else if (type.matches()) {
                family = type.group(1);
                assertThat(family).as("has its help before it").isEqualTo(helped);
                assertThat(types.put(family, type.group(2)))
                        .as("type of %s", family)
                        .isNull();
            } else {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertBelongs(sample.group(1), family, types.getOrDefault(family, ""));
                Series series = new Series(sample.group(1), labels(sample.group(2)));
                assertThat(samples.put(series, value(sample.group(VALUE))))
                        .as(line)
                        .isNull();
            }
        }
        Exposition exposition = new Exposition(types, samples);
        exposition.assertBucketsAddUp();
        return exposition;
    }

    private static void assertBelongs(String sample, String family, String type) {
        String suffix = sample.startsWith(family) ? sample.substring(family.length()) : "?";
        switch (type) {
            case "counter" -> assertThat(sample).isEqualTo(family).endsWith("_total");
            case "gauge" -> assertThat(sample).isEqualTo(family).doesNotEndWith("_total");
            case "histogram" -> assertThat(suffix).as(sample).isIn("_bucket", "_sum", "_count");
            default -> assertThat(suffix).as(sample).isIn("", "_sum", "_count");
        }
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            while (label.find()) {
                assertThat(labels.put(label.group(1), label.group(2))).as(text).isNull();
            }
        }
        return labels;
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private void assertBucketsAddUp() {
        Map<Series, Double> last = new HashMap<>();
        samples.forEach((series, value) -> {
            if (series.labels.containsKey("le")) {
                Series histogram = series.without("le");
                assertThat(value).as("%s", series).isGreaterThanOrEqualTo(last.getOrDefault(histogram, 0.0));
                last.put(histogram, value);
            }
        });
        last.forEach((histogram, most) -> assertThat(
                        samples.get(histogram.named(histogram.name.replaceAll("_bucket$", "_count"))))
                .as("count of %s", histogram)
                .isEqualTo(most));
    }

    /** The value of a series; labels come as name, value, name, value. NaN if there is none. */
    public double value(String name, String... labels) {
        Map<String, String> asked = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            asked.put(labels[i], labels[i + 1]);
        }
        return samples.getOrDefault(new Series(name, asked), Double.NaN);
    }

    /** The sum of all series of a name with a label. */
    double sum(String name, String label, String value) {
        return samples.entrySet().stream()
                .filter(each -> each.getKey().name.equals(name))
                .filter(each -> value.equals(each.getKey().labels.get(label)))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The values that a label has. */
    Set<String> values(String label) {
        return samples.keySet().stream()
                .map(series -> series.labels.getOrDefault(label, ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
