package io.runledger.access.oidc;

import io.runledger.core.access.Principal;
import java.time.Instant;

/**
 * A valid token.
 *
 * @param end from when on it is not, by this process' clock
 */
public record KnownToken(Principal principal, Instant end) {}
