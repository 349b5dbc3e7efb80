package io.runledger.gateway.record;

import io.javalin.http.Context;
import io.runledger.core.access.Principal;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.http.AccessSession;
import io.runledger.schemas.contract.Arrival;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of who sends a request, by its headers and its credential, for records that do not say so themselves. */
public final class SenderHeaders {
    /** The program that says so: the {@code producer} of events, and who registered an artifact. */
    public static final String PRODUCER = "Runledger-Producer";

    /** Who acts. */
    public static final String ACTOR = "Runledger-Actor";

    private SenderHeaders() {}

    /** How the records of this request come. */
    public static Arrival arrival(Context ctx) {
        Principal by = AccessSession.of(ctx).principal();
        return new Arrival(
                Instant.now(),
                named(ctx, PRODUCER),
                named(ctx, ACTOR),
                by.isKnown() ? by.name() : null,
                StoragePolicy::providerOf);
    }

    private static @Nullable String named(Context ctx, String header) {
        String value = ctx.header(header);
        return value == null || value.isBlank() ? null : value;
    }
}
