package io.runledger.schemas.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Confluent's compatibility levels, by Avro's own rules of resolution. */
public enum Compatibility {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean readsOlder;
    private final boolean isReadByOlder;
    private final boolean isTransitive;

    Compatibility(boolean readsOlder, boolean isReadByOlder, boolean isTransitive) {
        this.readsOlder = readsOlder;
        this.isReadByOlder = isReadByOlder;
        this.isTransitive = isTransitive;
    }

    static Optional<Compatibility> named(String name) {
        return Arrays.stream(values())
                .filter(level -> level.name().equals(name))
                .findFirst();
    }

    static Compatibility of(String name) {
        return named(name)
                .orElseThrow(() -> new RegistryProblem(
                        42203,
                        "Invalid compatibility level. Valid values are "
                                + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
    }

    /**
     * What is wrong with a schema that follows others; empty if nothing is.
     *
     * @param before oldest first
     */
    List<String> problems(Schema schema, List<Schema> before) {
        List<Schema> held =
                isTransitive || before.isEmpty() ? before : before.subList(before.size() - 1, before.size());
        List<String> problems = new ArrayList<>();
        for (Schema earlier : held) {
            if (readsOlder) {
                problems(schema, earlier, "the new schema cannot read what an earlier one wrote")
                        .forEach(problems::add);
            }
            if (isReadByOlder) {
                problems(earlier, schema, "an earlier schema cannot read what the new one writes")
                        .forEach(problems::add);
            }
        }
        return problems.stream().distinct().toList();
    }

    private static Stream<String> problems(Schema reader, Schema writer, String whose) {
        return Optional.of(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer))
                .map(SchemaCompatibility.SchemaPairCompatibility::getResult)
                .map(SchemaCompatibility.SchemaCompatibilityResult::getIncompatibilities)
                .stream()
                .flatMap(List::stream)
                .map((Incompatibility each) ->
                        whose + ": " + each.getType() + " at " + each.getLocation() + ": " + each.getMessage());
    }
}
