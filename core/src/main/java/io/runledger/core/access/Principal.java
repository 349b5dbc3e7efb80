package io.runledger.core.access;

import java.util.Set;

/**
 * The identity that a credential authenticates.
 *
 * @param name of the key, or of the subject at an identity provider, which always has a {@code #}, as no key's has
 * @param kind how it is known
 * @param credential which credential it was, by an id that is no secret; empty if there was none
 * @param visibility what of the ledger it may see, and which runs it may write to
 */
public record Principal(String name, Kind kind, String credential, Set<Role> roles, Visibility visibility) {
    /** Everyone, where access control is off: may do everything, and is nobody in particular. */
    public static final Principal ANYONE =
            new Principal("", Kind.ANYONE, "", Set.of(Role.ADMIN), Visibility.EVERYTHING);

    /** How a principal is known. */
    public enum Kind {
        ANYONE,
        KEY,
        OIDC
    }

    public Principal {
        roles = Set.copyOf(roles);
    }

    public boolean may(Permission permission) {
        return permission == Permission.PUBLIC
                || roles.stream().anyMatch(role -> role.permissions().contains(permission));
    }

    /** Whether somebody was authenticated. */
    public boolean isKnown() {
        return kind != Kind.ANYONE;
    }
}
