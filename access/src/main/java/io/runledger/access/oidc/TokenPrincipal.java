package io.runledger.access.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import io.runledger.core.access.DataClass;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import io.runledger.schemas.contract.Identifier;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who a token is: {@code <name>#<issuer without its scheme>}. Neither names of keys nor of subjects have a {@code #}, so nobody
 * is taken for a key, or for a subject of another issuer.
 */
record TokenPrincipal(ClaimNames names) {
    private static final int MOST_PREFIXES = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+/|:=~-]{0,127}");

    /** Empty if it cannot be named. */
    Optional<Principal> of(JWTClaimsSet claims, URI issuer) {
        Map<String, Object> all = claims.getClaims();
        String suffix = "#" + OidcConfig.shortName(issuer);
        return text(find(all, names.name()))
                .filter(name -> NAME.matcher(name).matches())
                .map(name -> new Principal(
                        name + suffix,
                        Principal.Kind.OIDC,
                        claims.getSubject() + suffix,
                        roles(all),
                        new Visibility(scope(all), clearance(all))));
    }

    /** All runs if the claim is not there; what is no beginning of a run id is the beginning of none. */
    private List<String> scope(Map<String, Object> claims) {
        Object claim = find(claims, names.scope());
        return claim == null
                ? List.of("")
                : texts(claim)
                        .filter(prefix -> Identifier.problem(prefix).isEmpty())
                        .limit(MOST_PREFIXES)
                        .toList();
    }

    /** What is no data class is the lowest one. */
    private DataClass clearance(Map<String, Object> claims) {
        Object claim = find(claims, names.clearance());
        return claim == null
                ? DataClass.INTERNAL
                : text(claim).flatMap(DataClass::of).orElse(DataClass.PUBLIC);
    }

    /** What it does not have, or what is no role, grants nothing. */
    private Set<Role> roles(Map<String, Object> claims) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        texts(find(claims, names.roles()))
                .filter(text -> text.startsWith(names.rolesPrefix()))
                .map(text -> text.substring(names.rolesPrefix().length()))
                .forEach(word -> Role.of(word).ifPresent(roles::add));
        return roles;
    }

    /** A claim of this very name, for names may have dots, as URLs have; else what the path leads to. */
    private static @Nullable Object find(Map<String, Object> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        Object at = claims;
        for (String step : path.split("\\.", -1)) {
            at = at instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return at;
    }

    private static Optional<String> text(@Nullable Object claim) {
        return claim instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Those of a list, or of one text with spaces between. */
    private static Stream<String> texts(@Nullable Object claim) {
        if (claim instanceof List<?> list) {
            return list.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        return text(claim).stream().flatMap(text -> Arrays.stream(text.split(" ", -1)));
    }
}
