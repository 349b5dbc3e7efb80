package io.runledger.cli.ledger;

import io.runledger.access.keys.Keys;
import io.runledger.access.keys.NewKey;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import java.util.Optional;
import java.util.Set;

/** The key by which all others are created: whoever starts a ledger on its directory may have one. */
final class FirstKey {
    private static final String NAME = "admin";

    private FirstKey() {}

    /** Prints one if nobody has an admin's key, or if another one is asked for. */
    static void say(Optional<Keys> keys, boolean another) throws InterruptedException {
        if (keys.isPresent() && (another || !keys.get().table().hasAdmin())) {
            Keys.Created created = keys.get()
                    .create(
                            new NewKey(NAME, Set.of(Role.ADMIN), Visibility.EVERYTHING, Optional.empty()),
                            Principal.ANYONE);
            System.out.println("Admin key, shown this once: " + created.key().text());
        }
    }
}
