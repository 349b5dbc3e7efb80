package io.runledger.gateway.append;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import io.javalin.http.Context;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.IdSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one request's records that have none, or of one item of a batch. With an {@code Idempotency-Key} they follow from it, so that the same
 * request sent again is the same records; without one they are new. Not thread-safe.
 *
 * <p>The id under a key is a UUID of version 5 (RFC 9562, 5.5) in the namespace {@value #NAMESPACE}, of the name
 * {@code run_id LF key}, or {@code run_id LF key LF index} in a batch. An id in the body wins over the header.
 */
public final class IdempotencyKey implements IdSource {
    public static final String HEADER = "Idempotency-Key";
    static final String NAMESPACE = "6f0e2c0a-4b0d-5d0c-9a53-1f8f6f3b7a11";

    private static final int LONGEST = 200;
    private static final IdSource NEW = IdSource.timeOrdered();
    private static final NameBasedGenerator NAMED = Generators.nameBasedGenerator(UUID.fromString(NAMESPACE));

    private final @Nullable String key;
    private final String suffix;
    private boolean madeNew;

    private IdempotencyKey(@Nullable String key, String suffix) {
        this.key = key;
        this.suffix = suffix;
    }

    /** Of this request; throws 400 for a key that is not 1 to 200 visible ASCII characters. */
    public static IdempotencyKey of(Context ctx) {
        String key = ctx.header(HEADER);
        if (key != null
                && (key.isEmpty() || key.length() > LONGEST || !key.chars().allMatch(c -> c > 0x20 && c < 0x7f))) {
            throw ProblemException.malformed(
                    HEADER + " must be 1 to " + LONGEST + " visible ASCII characters, without spaces");
        }
        return new IdempotencyKey(key, "");
    }

    /** Of an item of a batch, for the thread that reads it. */
    public IdempotencyKey item(int index) {
        return new IdempotencyKey(key, "\n" + index);
    }

    @Override
    public String idFor(@Nullable String runId) {
        if (key == null) {
            madeNew = true;
            return NEW.idFor(runId);
        }
        return NAMED.generate(runId + "\n" + key + suffix).toString();
    }

    /** Whether the record's id is one that nobody can have used before. */
    public boolean hasMadeNew() {
        return madeNew;
    }
}
