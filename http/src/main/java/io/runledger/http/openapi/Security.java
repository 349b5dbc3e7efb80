package io.runledger.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.access.Permission;
import io.runledger.core.access.RoutePermissions;
import java.util.Locale;

/** Says of each operation which permission it needs, and how a credential is sent; from the table that the servers use. */
final class Security {
    private Security() {}

    /** @throws IllegalStateException if an operation needs a permission that is not known */
    static void apply(ObjectNode document) {
        ObjectNode schemes = Parts.child(Parts.child(document, "components"), "securitySchemes");
        schemes.putObject("key")
                .put("type", "http")
                .put("scheme", "bearer")
                .put(
                        "description",
                        "A key of the ledger, rlk_..., or a token of an issuer; needed where access control is on.");
        schemes.putObject("password")
                .put("type", "http")
                .put("scheme", "basic")
                .put("description", "The same key as the password, of any user, for clients that offer nothing else.");
        schemes.putObject("session")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "runledger-session")
                .put(
                        "description",
                        "The session of a browser that has signed in; over TLS the name begins with __Host-. Writes need Origin.");
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> apply(
                        path.getKey(), method.getKey().toUpperCase(Locale.ROOT), (ObjectNode) method.getValue())));
    }

    private static void apply(String path, String method, ObjectNode operation) {
        Permission permission = RoutePermissions.of(method, path)
                .orElseThrow(() -> new IllegalStateException(method + " " + path + " needs an unknown permission"));
        operation.put("x-permission", permission.word());
        if (permission == Permission.PUBLIC) {
            return;
        }
        var either = operation.putArray("security");
        either.addObject().putArray("key");
        either.addObject().putArray("password");
        either.addObject().putArray("session");
        either.addObject(); // where access control is off
        ObjectNode responses = Parts.child(operation, "responses");
        responses.putObject("401").put("$ref", "#/components/responses/Unauthenticated");
        if (permission != Permission.ANY) {
            responses.putObject("403").put("$ref", "#/components/responses/Forbidden");
        }
        if (!responses.has("429")) {
            responses.putObject("429").put("$ref", "#/components/responses/TooMany");
        }
        if (!responses.has("503")) {
            responses.putObject("503").put("$ref", "#/components/responses/Unavailable");
        }
    }
}
