package io.runledger.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** The Avro schema of a payload contract as somebody sent it, and where it is wrong if it is. */
public final class PayloadSchema {
    private static final int LONGEST_REASON = 300;

    /** As deep as is looked for the field to blame: each level costs some parsing. */
    private static final int MOST_LEVELS = 20;

    private PayloadSchema() {}

    /**
     * Reads a schema.
     *
     * @throws ContractViolationException if it is not one, with a pointer to the record's field that is to blame as far as
     *     that can be told; or if it is not of a record, which payloads with fields must be
     */
    public static Schema read(JsonNode sent) throws ContractViolationException {
        Optional<String> fault = fault(sent);
        if (fault.isPresent()) {
            throw violation(culprit(sent.deepCopy()), "is not an Avro schema: " + fault.get());
        }
        Schema schema = new Schema.Parser().parse(sent.toString());
        if (schema.getType() != Schema.Type.RECORD) {
            throw violation(
                    sent.has("type") ? "/type" : "",
                    "must be a record, so that payloads have fields that can be added to; put it into a record's field");
        }
        return schema;
    }

    private static ContractViolationException violation(String pointer, String detail) {
        return new ContractViolationException(List.of(new Problem(pointer, detail)));
    }

    /** Why it cannot be parsed. Avro's parser says so by whatever exception comes up. */
    private static Optional<String> fault(JsonNode schema) {
        try {
            new Schema.Parser().parse(schema.toString());
            return Optional.empty();
        } catch (RuntimeException e) {
            String reason = e.getMessage() == null ? "its form is wrong" : e.getMessage();
            return Optional.of(reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…");
        }
    }

    /** Avro does not say where. So fields are taken away from the end of each record until it can be parsed. */
    private static String culprit(JsonNode root) {
        StringBuilder pointer = new StringBuilder();
        JsonNode at = root;
        for (int level = 0; level < MOST_LEVELS; level++) {
            if (at.path("fields") instanceof ArrayNode fields && !fields.isEmpty()) {
                int last = lastOfShortestFault(root, fields);
                if (last < 0) {
                    return pointer.toString();
                }
                pointer.append("/fields/").append(last);
                at = fields.path(last);
            }
            String step = step(at);
            if (step.isEmpty()) {
                return pointer.toString();
            }
            at = at.path(step);
            if (!(at.path("fields") instanceof ArrayNode)) {
                return pointer.toString();
            }
            pointer.append('/').append(step);
        }
        return pointer.toString();
    }

    /** Leaves as few fields as are at fault, and returns the index of their last; -1 if it is not about the fields. */
    private static int lastOfShortestFault(JsonNode root, ArrayNode fields) {
        ArrayNode all = fields.deepCopy();
        int fine = -1;
        int wrong = all.size();
        while (wrong - fine > 1) {
            int middle = (fine + wrong) >>> 1;
            keep(fields, all, middle);
            if (fault(root).isPresent()) {
                wrong = middle;
            } else {
                fine = middle;
            }
        }
        keep(fields, all, wrong);
        return wrong - 1;
    }

    private static void keep(ArrayNode fields, ArrayNode all, int count) {
        fields.removeAll();
        for (int i = 0; i < count; i++) {
            fields.add(all.path(i));
        }
    }

    /** The member of a field or an array or a map that holds another type. */
    private static String step(JsonNode at) {
        for (String member : List.of("type", "items", "values")) {
            if (at.path(member).isObject()) {
                return member;
            }
        }
        return "";
    }
}
