package io.runledger.access;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.access.keys.Keys;
import io.runledger.access.keys.NewKey;
import io.runledger.access.keys.StoredKey;
import io.runledger.core.access.Principal;
import io.runledger.http.AccessSession;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestBody;
import io.runledger.schemas.contract.Problem;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** {@code /access/keys}: who may ask, for administrators. */
public final class KeyRoutes implements Consumer<JavalinConfig> {
    private static final int MOST_BYTES = 16 << 10;

    private static final String UNSURE = "whether the key was changed is not known, list the keys";

    private final AccessControl access;
    private final KeyEvents events;

    /** @param events is told of every change */
    public KeyRoutes(AccessControl access, KeyEvents events) {
        this.access = access;
        this.events = events;
    }

    @Override
    public void accept(JavalinConfig config) {
        config.routes.get("/access/keys", this::list);
        config.routes.post("/access/keys", this::create);
        config.routes.delete("/access/keys/{key_id}", this::revoke);
    }

    private Keys keys() {
        return access.keys()
                .orElseThrow(
                        () -> ProblemException.conflict(
                                "access control is off, so there are no keys; RUNLEDGER_ACCESS=required (up --secure) turns it on"));
    }

    private void list(Context ctx) throws IOException {
        AccessRequests.refuseParameters(ctx);
        Keys keys = keys();
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("keys");
            for (StoredKey key : keys.table().all()) {
                out.writeStartObject();
                write(key, out);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private void create(Context ctx) throws IOException {
        AccessRequests.refuseParameters(ctx);
        Keys keys = keys();
        NewKey asked = KeyBody.read(
                RequestBody.json(ctx, MOST_BYTES), Clock.systemUTC().instant());
        Principal by = AccessSession.of(ctx).principal();
        if (!by.visibility().includes(asked.visibility())) {
            throw ProblemException.violation(List.of(
                    new Problem("/clearance", "is higher than that of who asks; nobody gives more than they have")));
        }
        Keys.Created created = AccessRequests.made(() -> keys.create(asked, by), UNSURE);
        events.created(created.stored(), by);
        ctx.header("Cache-Control", "no-store")
                .header("Location", "/access/keys/" + created.key().id());
        JsonAnswer.send(ctx, 201, out -> {
            out.writeStartObject();
            write(created.stored(), out);
            out.writeStringField("key", created.key().text());
            out.writeEndObject();
        });
    }

    private void revoke(Context ctx) throws IOException {
        AccessRequests.refuseParameters(ctx);
        Keys keys = keys();
        Principal by = AccessSession.of(ctx).principal();
        String id = ctx.pathParam("key_id");
        boolean isNew =
                keys.table().key(id).filter(key -> key.revokedAt() == null).isPresent();
        StoredKey revoked = AccessRequests.made(() -> keys.revoke(id, by), UNSURE)
                .orElseThrow(
                        () -> ProblemException.unknown("there is no key with this id; GET /access/keys lists them"));
        if (isNew) {
            events.revoked(revoked, by);
        }
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            write(revoked, out);
            out.writeEndObject();
        });
    }

    private static void write(StoredKey key, JsonGenerator out) throws IOException {
        out.writeStringField("id", key.id());
        out.writeStringField("name", key.name());
        out.writeArrayFieldStart("roles");
        for (String role : key.roles()) {
            out.writeString(role);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("scope");
        for (String prefix : key.visibility().prefixes()) {
            out.writeString(prefix);
        }
        out.writeEndArray();
        out.writeStringField("clearance", key.visibility().clearance().word());
        out.writeStringField("created_at", key.createdAt());
        out.writeStringField("created_by", key.createdBy());
        out.writeStringField("expires_at", key.expiresAt());
        out.writeStringField("revoked_at", key.revokedAt());
        out.writeStringField("revoked_by", key.revokedBy());
    }
}
