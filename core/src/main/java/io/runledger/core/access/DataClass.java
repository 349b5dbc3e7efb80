package io.runledger.core.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who may see an artifact, from everybody to few; the contract's {@code data_class}. */
public enum DataClass {
    PUBLIC,
    INTERNAL,
    PRIVATE,
    SENSITIVE;

    /** As it is written, such as {@code internal}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DataClass> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
