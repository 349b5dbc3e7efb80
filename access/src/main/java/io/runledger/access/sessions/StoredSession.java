package io.runledger.access.sessions;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.core.access.DataClass;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the control topic has of a session.
 *
 * @param kind {@code key} or {@code oidc}
 * @param credential with which one signed in: a key's id, or a subject
 * @param roles their words; those of a key are looked up in the key
 * @param scope prefixes of the runs it is for
 * @param clearance the word of the highest data class it may see
 * @param createdAt RFC 3339, and so is when it ends
 */
record StoredSession(
        @JsonProperty("kind") String kind,
        @JsonProperty("credential") String credential,
        @JsonProperty("name") String name,
        @JsonProperty("roles") List<String> roles,
        @JsonProperty("scope") List<String> scope,
        @JsonProperty("clearance") String clearance,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("expires_at") String expiresAt) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static StoredSession of(Principal principal, Instant now, Instant end) {
        return new StoredSession(
                principal.kind().name().toLowerCase(Locale.ROOT),
                principal.credential(),
                principal.name(),
                principal.roles().stream().map(Role::word).sorted().toList(),
                principal.visibility().prefixes(),
                principal.visibility().clearance().word(),
                now.toString(),
                end.toString());
    }

    boolean isOfKey() {
        return kind.equals("key");
    }

    Instant end() {
        return Instant.parse(expiresAt);
    }

    /** Who signed in by an issuer. */
    Principal principal() {
        return new Principal(
                name,
                Principal.Kind.OIDC,
                credential,
                roles.stream().map(Role::of).flatMap(Optional::stream).collect(Collectors.toSet()),
                new Visibility(scope, DataClass.of(clearance).orElse(DataClass.PUBLIC)));
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    /** @throws IOException if it is none */
    static StoredSession read(byte[] json) throws IOException {
        StoredSession session = JSON.readValue(json, StoredSession.class);
        for (Object needed : new Object[] {
            session.kind,
            session.credential,
            session.name,
            session.roles,
            session.scope,
            session.clearance,
            session.createdAt,
            session.expiresAt
        }) {
            if (needed == null) {
                throw new IOException("it lacks a member that every session has");
            }
        }
        try {
            session.end();
        } catch (DateTimeException e) {
            throw new IOException("expires_at is no time", e);
        }
        if (!session.isOfKey() && !session.kind.equals("oidc")) {
            throw new IOException("it is of an unknown kind");
        }
        return session;
    }
}
