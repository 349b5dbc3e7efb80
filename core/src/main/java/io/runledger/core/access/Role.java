package io.runledger.core.access;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A set of permissions with a name; a credential has one or more. */
public enum Role {
    PRODUCER(Permission.APPEND, Permission.REQUEST),
    READER(Permission.READ),
    REVIEWER(Permission.READ, Permission.REQUEST, Permission.REVIEW),
    OPERATOR(Permission.READ, Permission.OPERATE, Permission.EXPORT),
    ADMIN(Permission.values());

    @SuppressWarnings("ImmutableEnumChecker") // it is unmodifiable, and so are its elements
    private final Set<Permission> permissions;

    Role(Permission... permissions) {
        EnumSet<Permission> all = EnumSet.of(Permission.PUBLIC, Permission.ANY);
        Collections.addAll(all, permissions);
        this.permissions = Collections.unmodifiableSet(all);
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    /** As it is written, such as {@code reviewer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
