package io.runledger.schemas.contract;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a record came to the door: what the door fills in where the record says nothing. A field with the property
 * {@code filled} names the source that it is filled from.
 *
 * @param at when it came, the time of a record that says none
 * @param producer whom the request's headers name as the program; null if nobody
 * @param actor whom they name as the person or program that acts; null if nobody
 * @param principal whom the request's credential authenticates; null if nobody
 * @param providers the storage provider of a location
 */
public record Arrival(
        Instant at,
        @Nullable String producer,
        @Nullable String actor,
        @Nullable String principal,
        UnaryOperator<String> providers) {
    /** The creator of an artifact when nobody says who it is. */
    public static final String UNKNOWN = "unknown";

    /** The same caller, at another time. */
    public Arrival at(Instant time) {
        return new Arrival(time, producer, actor, principal, providers);
    }
}
