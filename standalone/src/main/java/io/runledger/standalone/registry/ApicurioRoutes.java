package io.runledger.standalone.registry;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.schemas.catalog.CatalogEntry;
import io.runledger.schemas.catalog.LedgerRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What Apicurio's serializer asks its own API (version 2) for, to write with the newest schema of a name and to read by id:
 * it speaks no Confluent API, whatever it writes. Nothing can be changed here.
 */
final class ApicurioRoutes implements Consumer<JavalinConfig> {
    private static final String BASE = "/apis/registry/v2";
    private static final String ARTIFACT = BASE + "/groups/{group}/artifacts/{subject}";
    private static final String NEWEST = "latest";

    private final LedgerRegistry registry;

    ApicurioRoutes(LedgerRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void accept(JavalinConfig server) {
        server.routes.get(
                ARTIFACT, ctx -> text(ctx, registry.text(version(ctx, NEWEST).id())));
        server.routes.get(ARTIFACT + "/meta", ctx -> meta(ctx, version(ctx, NEWEST)));
        server.routes.get(
                ARTIFACT + "/versions/{version}",
                ctx -> text(
                        ctx,
                        registry.text(version(ctx, ctx.pathParam("version")).id())));
        server.routes.get(
                ARTIFACT + "/versions/{version}/meta", ctx -> meta(ctx, version(ctx, ctx.pathParam("version"))));
        for (String ids : List.of("/ids/contentIds/{id}", "/ids/globalIds/{id}")) {
            server.routes.get(BASE + ids, ctx -> text(ctx, registry.text(id(ctx))));
            server.routes.get(BASE + ids + "/references", ctx -> RegistryJson.answer(ctx, List.of()));
        }
    }

    private CatalogEntry.OfVersion version(Context ctx, String number) {
        return registry.version(ctx.pathParam("subject"), number, false);
    }

    private static void meta(Context ctx, CatalogEntry.OfVersion version) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("id", version.subject());
        meta.put("version", String.valueOf(version.version()));
        meta.put("globalId", version.id());
        meta.put("contentId", version.id());
        meta.put("type", "AVRO");
        meta.put("state", "ENABLED");
        RegistryJson.answer(ctx, meta);
        ctx.contentType("application/json");
    }

    private static int id(Context ctx) {
        try {
            return Integer.parseInt(ctx.pathParam("id"));
        } catch (NumberFormatException e) {
            throw new RegistryRefusal(404, 404, "an id is a number, not " + ctx.pathParam("id"));
        }
    }

    private static void text(Context ctx, String schema) {
        ctx.contentType("application/json").result(schema);
    }
}
