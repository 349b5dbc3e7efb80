package io.runledger.core.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads settings from an environment. Ours begin with RUNLEDGER_; those that begin with KAFKA_ go to the Kafka clients. */
public final class Settings {
    private static final String KAFKA = "KAFKA_";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern UNDERSCORES = Pattern.compile("_{1,3}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(|KiB|MiB|GiB)");

    /** Far from where milliseconds overflow. */
    private static final Duration LONGEST = Duration.ofDays(10_000);

    private final Map<String, String> environment;

    public Settings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    public String text(Setting setting) {
        String value = environment.get(setting.name());
        return value == null || value.isBlank() ? setting.defaultValue() : value.strip();
    }

    /** A whole number between the bounds, both included. */
    public int number(Setting setting, int least, int most) {
        String value = text(setting);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new SettingException(setting, value, "a whole number");
        }
        throw new SettingException(setting, value, "a number from " + least + " to " + most);
    }

    /** A time such as {@code 200ms}, {@code 5s}, {@code 1m}, {@code 2h} or {@code 7d}, up to 10,000 days. */
    public Duration duration(Setting setting) {
        String value = text(setting);
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw new SettingException(setting, value, "a time such as 200ms, 5s, 1m, 2h or 7d");
        }
        long count = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
        if (duration.compareTo(LONGEST) > 0) {
            throw new SettingException(setting, value, "at most 10000d");
        }
        return duration;
    }

    /** A number of bytes such as {@code 4096}, {@code 64KiB} or {@code 1MiB}, up to 2 GiB. */
    public int bytes(Setting setting) {
        String value = text(setting);
        Matcher matcher = SIZE.matcher(value);
        if (!matcher.matches()) {
            throw new SettingException(setting, value, "a size such as 4096, 64KiB or 1MiB");
        }
        int shift =
                switch (matcher.group(2)) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    case "GiB" -> 30;
                    default -> 0;
                };
        long bytes = Long.parseLong(matcher.group(1)) << shift;
        if (bytes > Integer.MAX_VALUE) {
            throw new SettingException(setting, value, "below 2GiB");
        }
        return (int) bytes;
    }

    public URI uri(Setting setting) {
        String value = text(setting);
        try {
            URI uri = URI.create(value);
            if (uri.isAbsolute() && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new SettingException(setting, value, "a URL");
        }
        throw new SettingException(setting, value, "an absolute URL such as http://127.0.0.1:8081");
    }

    public Path path(Setting setting) {
        return Path.of(text(setting));
    }

    /**
     * What the Kafka clients are given: {@code KAFKA_SECURITY_PROTOCOL} becomes {@code security.protocol}. Two underscores
     * become a dash and three an underscore, as in Confluent's images.
     */
    public Map<String, Object> kafka() {
        Map<String, Object> properties = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(KAFKA) && name.length() > KAFKA.length()) {
                String property = name.substring(KAFKA.length()).toLowerCase(Locale.ROOT);
                properties.put(
                        UNDERSCORES.matcher(property).replaceAll(found -> switch (found.group()
                                .length()) {
                            case 1 -> ".";
                            case 2 -> "-";
                            default -> "_";
                        }),
                        value);
            }
        });
        return properties;
    }
}
