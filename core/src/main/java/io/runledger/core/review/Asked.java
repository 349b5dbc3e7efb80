package io.runledger.core.review;

import org.jspecify.annotations.Nullable;

/**
 * The circumstances of a request, which its decision keeps.
 *
 * @param runId the run of the request, and so what it is about
 * @param by who asks
 * @param recordedBy who a gateway knew to have sent it; null if nobody was known
 * @param at when the log took the request, RFC 3339; it is the time of the decision too, so that deciding again says the same
 */
public record Asked(
        String runId, @Nullable String by, @Nullable String recordedBy, String at) {}
