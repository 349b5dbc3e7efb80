package io.runledger.bundle.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.schemas.contract.JsonPointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where two JSON values differ, as deep as both have the same kind of value there.
 *
 * @param pointer JSON pointer (RFC 6901); empty for the whole
 * @param one empty if it is in the other only
 * @param other empty if it is in the one only
 */
public record JsonDifference(String pointer, Optional<JsonNode> one, Optional<JsonNode> other) {

    /** At most {@code most} differences, objects by the order of their names, arrays by place. */
    public static List<JsonDifference> between(JsonNode one, JsonNode other, int most) {
        List<JsonDifference> found = new ArrayList<>();
        compare("", one, other, most, found);
        return found;
    }

    private static void compare(String at, JsonNode one, JsonNode other, int most, List<JsonDifference> found) {
        if (found.size() >= most) {
            return;
        }
        if (one.isObject() && other.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            one.fieldNames().forEachRemaining(names::add);
            other.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(at + JsonPointers.to(name), one.path(name), other.path(name), most, found));
        } else if (one.isArray() && other.isArray()) {
            for (int i = 0; i < Math.max(one.size(), other.size()) && found.size() < most; i++) {
                compare(at + "/" + i, one.path(i), other.path(i), most, found);
            }
        } else if (!same(one, other)) {
            found.add(new JsonDifference(at, there(one), there(other)));
        }
    }

    /** 1, 1.0 and 1e0 are one number. */
    private static boolean same(JsonNode one, JsonNode other) {
        return (one.isNumber() && other.isNumber())
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }

    private static Optional<JsonNode> there(JsonNode value) {
        return value.isMissingNode() ? Optional.empty() : Optional.of(value);
    }
}
