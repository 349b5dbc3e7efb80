package io.runledger.endtoend.access;

import io.runledger.access.keys.Keys;
import io.runledger.access.keys.NewKey;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes keys past the API, as the first one of a ledger has to be. */
final class TestKeys {
    private TestKeys() {}

    static Keys.Created create(Keys keys, String name, Role role) throws InterruptedException {
        return create(keys, name, role, null);
    }

    static Keys.Created create(Keys keys, String name, Role role, @Nullable Instant expiresAt)
            throws InterruptedException {
        return keys.create(
                new NewKey(name, Set.of(role), Visibility.EVERYTHING, Optional.ofNullable(expiresAt)),
                Principal.ANYONE);
    }

    static Keys.Created create(Keys keys, String name, Set<Role> roles, Visibility visibility)
            throws InterruptedException {
        return keys.create(new NewKey(name, roles, visibility, Optional.empty()), Principal.ANYONE);
    }
}
