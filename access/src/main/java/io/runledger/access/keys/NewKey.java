package io.runledger.access.keys;

import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A key that is asked for. */
public record NewKey(String name, Set<Role> roles, Visibility visibility, Optional<Instant> expiresAt) {
    public NewKey {
        roles = Set.copyOf(roles);
    }
}
