package io.runledger.bundle.validate;

import java.util.Map;

/**
 * What came of a validation.
 *
 * @param records how many lines of each file were read
 * @param findings how many things are wrong
 */
public record Validation(Map<String, Long> records, long findings) {
    public Validation {
        records = Map.copyOf(records);
    }

    public boolean isValid() {
        return findings == 0;
    }
}
