package io.runledger.schemas.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the log, written {@code partition:offset}. */
public record Position(int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6}):(\\d{1,18})");

    public static Optional<Position> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Position(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
