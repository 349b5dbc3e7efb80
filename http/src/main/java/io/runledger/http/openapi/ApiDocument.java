package io.runledger.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.schemas.contract.Contract;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * The API's description in OpenAPI 3.1. What people write is in the parts beside this class, without repetition; what
 * follows from elsewhere is added here, so that it cannot drift: the schemas of records from the contracts' Avro schemas,
 * and the paths that name a run from those that find it.
 *
 * <p>The parts are OpenAPI but for this: a string in {@code parameters}, {@code headers} or {@code schema}, and a {@code $ref}
 * without a path, names a component; {@code errors} lists components of {@code responses}, which have their status there; a
 * {@code format} may be one of formats.json; a schema may extend another, or a base that is not published; an operation
 * with {@code of_run} has a twin, see {@link RunTwin}.
 */
public final class ApiDocument {
    private static final List<String> PATHS = List.of(
            "events",
            "artifacts",
            "review",
            "tasks",
            "runs",
            "checkpoints",
            "registered",
            "log",
            "operation",
            "access");
    private static final List<String> SCHEMAS = List.of(
            "records",
            "problems",
            "review",
            "tasks",
            "task-requests",
            "runs",
            "comparison",
            "registered",
            "log",
            "operation",
            "access");
    private static final Set<String> TWINNED = Set.of("get", "post", "put", "patch", "delete");

    private ApiDocument() {}

    public static ObjectNode build() {
        return build(Contract.all().stream().map(Contract::schema).toList());
    }

    /** @param records the Avro schemas of the records that can be written */
    static ObjectNode build(List<Schema> records) {
        ObjectNode document = Parts.read("document");
        ObjectNode components = document.putObject("components");
        ObjectNode responses = components.putObject("responses");
        Operations operations = new Operations(Parts.read("responses"), responses);
        ObjectNode parameters = components.putObject("parameters");
        parameters.setAll(Parts.read("parameters-query"));
        parameters.setAll(Parts.read("parameters-other"));
        components.set("headers", Parts.read("headers"));
        components.set("schemas", schemas(records));
        document.set("paths", paths(operations));
        Security.apply(document);
        new Formats(Parts.read("formats")).apply(document);
        References.complete(document);
        return document;
    }

    private static ObjectNode schemas(List<Schema> records) {
        ObjectNode schemas = new ContractSchemas(Parts.read("contract")).of(records);
        SCHEMAS.forEach(part -> schemas.setAll(Parts.read("schemas-" + part)));
        Bases.extend(schemas, Parts.read("bases"));
        return schemas;
    }

    private static ObjectNode paths(Operations operations) {
        ObjectNode paths = Parts.object();
        for (String part : PATHS) {
            Parts.read("paths-" + part).properties().forEach(path -> {
                ObjectNode item = Parts.child(paths, path.getKey());
                path.getValue().properties().forEach(method -> {
                    ObjectNode operation = (ObjectNode) method.getValue();
                    JsonNode ofRun = operation.remove("of_run");
                    operations.complete(operation);
                    item.set(method.getKey(), operation);
                    if (ofRun != null && TWINNED.contains(method.getKey())) {
                        Parts.child(paths, RunTwin.path(path.getKey()))
                                .set(method.getKey(), RunTwin.of(operation, (ObjectNode) ofRun));
                    }
                });
            });
        }
        return paths;
    }
}
