package io.runledger.standalone.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.schemas.catalog.CatalogEntry;
import io.runledger.schemas.catalog.LedgerRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The routes of Confluent's API that clients use, below a path. */
final class ConfluentRoutes implements Consumer<JavalinConfig> {
    private static final String READWRITE = "READWRITE";

    private final String base;
    private final LedgerRegistry registry;

    /** @param base empty, or a path without a slash at its end */
    ConfluentRoutes(String base, LedgerRegistry registry) {
        this.base = base;
        this.registry = registry;
    }

    @Override
    public void accept(JavalinConfig server) {
        server.routes.get(base + "/subjects", ctx -> RegistryJson.answer(ctx, subjects(ctx)));
        server.routes.post(base + "/subjects/{subject}", this::find);
        server.routes.delete(
                base + "/subjects/{subject}",
                ctx -> RegistryJson.answer(ctx, registry.deleteSubject(subject(ctx), is(ctx, "permanent"))));
        server.routes.get(base + "/subjects/{subject}/versions", ctx -> RegistryJson.answer(ctx, versions(ctx)));
        server.routes.post(base + "/subjects/{subject}/versions", this::register);
        server.routes.get(
                base + "/subjects/{subject}/versions/{version}",
                ctx -> RegistryJson.answer(ctx, RegistryJson.version(version(ctx), registry)));
        server.routes.get(
                base + "/subjects/{subject}/versions/{version}/schema",
                ctx -> text(ctx, registry.text(version(ctx).id())));
        server.routes.get(
                base + "/subjects/{subject}/versions/{version}/referencedby",
                ctx -> RegistryJson.answer(ctx, List.of())); // there are no references
        server.routes.delete(
                base + "/subjects/{subject}/versions/{version}",
                ctx -> RegistryJson.answer(
                        ctx, registry.deleteVersion(subject(ctx), ctx.pathParam("version"), is(ctx, "permanent"))));
        server.routes.get(base + "/schemas", ctx -> RegistryJson.answer(ctx, list(ctx)));
        server.routes.get(base + "/schemas/types", ctx -> RegistryJson.answer(ctx, List.of("AVRO")));
        server.routes.get(
                base + "/schemas/ids/{id}", ctx -> RegistryJson.answer(ctx, Map.of("schema", registry.text(id(ctx)))));
        server.routes.get(base + "/schemas/ids/{id}/schema", ctx -> text(ctx, registry.text(id(ctx))));
        server.routes.get(base + "/schemas/ids/{id}/versions", this::uses);
        server.routes.get(
                base + "/schemas/ids/{id}/subjects",
                ctx -> RegistryJson.answer(
                        ctx,
                        registry.uses(id(ctx), is(ctx, "deleted")).stream()
                                .map(CatalogEntry.OfVersion::subject)
                                .distinct()
                                .toList()));
        server.routes.post(base + "/compatibility/subjects/{subject}/versions", this::compatibility);
        server.routes.post(base + "/compatibility/subjects/{subject}/versions/{version}", this::compatibility);
        rules(server);
    }

    private void rules(JavalinConfig server) {
        server.routes.get(
                base + "/config",
                ctx -> level(ctx, "compatibilityLevel", registry.rule("").name()));
        server.routes.put(base + "/config", ctx -> setRule(ctx, ""));
        server.routes.delete(
                base + "/config",
                ctx -> level(ctx, "compatibility", registry.deleteRule("").name()));
        server.routes.get(
                base + "/config/{subject}",
                ctx -> level(
                        ctx,
                        "compatibilityLevel",
                        (is(ctx, "defaultToGlobal") ? registry.rule(subject(ctx)) : registry.ownRule(subject(ctx)))
                                .name()));
        server.routes.put(base + "/config/{subject}", ctx -> setRule(ctx, subject(ctx)));
        server.routes.delete(
                base + "/config/{subject}",
                ctx -> level(
                        ctx, "compatibility", registry.deleteRule(subject(ctx)).name()));
        for (String path : List.of("/mode", "/mode/{subject}")) {
            server.routes.get(base + path, ctx -> level(ctx, "mode", READWRITE));
            server.routes.put(base + path, ConfluentRoutes::setMode);
        }
    }

    private List<String> subjects(Context ctx) {
        String prefix = Optional.ofNullable(ctx.queryParam("subjectPrefix")).orElse("");
        return registry.subjects(is(ctx, "deleted")).stream()
                .filter(subject -> subject.startsWith(prefix))
                .toList();
    }

    private List<Map<String, Object>> list(Context ctx) {
        long limit = number(ctx, "limit");
        return registry
                .list(
                        Optional.ofNullable(ctx.queryParam("subjectPrefix")).orElse(""),
                        is(ctx, "latestOnly"),
                        is(ctx, "deleted"))
                .stream()
                .skip(Math.max(0, number(ctx, "offset")))
                .limit(limit <= 0 ? Long.MAX_VALUE : limit)
                .map(version -> RegistryJson.version(version, registry))
                .toList();
    }

    private static long number(Context ctx, String parameter) {
        try {
            return Long.parseLong(Optional.ofNullable(ctx.queryParam(parameter)).orElse("0"));
        } catch (NumberFormatException e) {
            throw new RegistryRefusal(400, 400, parameter + " has to be a number");
        }
    }

    private List<Integer> versions(Context ctx) {
        return registry.versions(subject(ctx), is(ctx, "deleted")).stream()
                .map(CatalogEntry.OfVersion::version)
                .toList();
    }

    private CatalogEntry.OfVersion version(Context ctx) {
        return registry.version(subject(ctx), ctx.pathParam("version"), is(ctx, "deleted"));
    }

    private void register(Context ctx) {
        JsonNode body = RegistryJson.body(ctx);
        if (body.path("id").asInt(-1) > 0) {
            throw new RegistryRefusal(422, 42205, "Subject is not in import mode: this registry gives the ids");
        }
        CatalogEntry.OfVersion version = registry.register(subject(ctx), RegistryJson.schema(body));
        RegistryJson.answer(ctx, Map.of("id", version.id()));
    }

    private void find(Context ctx) {
        String schema = RegistryJson.schema(RegistryJson.body(ctx));
        RegistryJson.answer(
                ctx, RegistryJson.version(registry.find(subject(ctx), schema, is(ctx, "deleted")), registry));
    }

    private void uses(Context ctx) {
        RegistryJson.answer(
                ctx,
                registry.uses(id(ctx), is(ctx, "deleted")).stream()
                        .map(use -> Map.of("subject", use.subject(), "version", use.version()))
                        .toList());
    }

    private void compatibility(Context ctx) {
        List<String> problems = registry.problems(
                subject(ctx),
                RegistryJson.schema(RegistryJson.body(ctx)),
                Optional.ofNullable(ctx.pathParamMap().get("version")));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("is_compatible", problems.isEmpty());
        if (is(ctx, "verbose")) {
            answer.put("messages", problems);
        }
        RegistryJson.answer(ctx, answer);
    }

    private void setRule(Context ctx, String subject) {
        String level = RegistryJson.body(ctx).path("compatibility").asText();
        registry.setRule(subject, level);
        level(ctx, "compatibility", level);
    }

    private static void setMode(Context ctx) {
        String mode = RegistryJson.body(ctx).path("mode").asText();
        if (!mode.equals(READWRITE)) {
            throw new RegistryRefusal(422, 42204, "Invalid mode. This registry has " + READWRITE + " alone");
        }
        level(ctx, "mode", mode);
    }

    private static void level(Context ctx, String name, String level) {
        RegistryJson.answer(ctx, Map.of(name, level));
    }

    private static void text(Context ctx, String schema) {
        ctx.contentType(RegistryJson.MEDIA_TYPE).result(schema);
    }

    private static String subject(Context ctx) {
        return ctx.pathParam("subject");
    }

    private static int id(Context ctx) {
        try {
            return Integer.parseInt(ctx.pathParam("id"));
        } catch (NumberFormatException e) {
            throw new RegistryRefusal(404, 404, "an id is a number, not " + ctx.pathParam("id"));
        }
    }

    private static boolean is(Context ctx, String parameter) {
        return "true".equals(ctx.queryParam(parameter));
    }
}
