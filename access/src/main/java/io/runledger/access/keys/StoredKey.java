package io.runledger.access.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.core.access.DataClass;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the control topic has of a key. It stays there when the key is revoked, so that who it belonged to is still known.
 *
 * @param name of the principal; several keys may have the same, such as an old one and its successor
 * @param digest SHA-256 of the secret, in hexadecimal
 * @param roles their words
 * @param scope prefixes of the runs it is for; null for all runs
 * @param clearance the word of the highest data class it may see; null for all of them
 * @param createdAt RFC 3339, and so are the other times
 * @param createdBy name of the principal that created it; empty if nobody was authenticated
 * @param expiresAt null if it does not expire
 * @param revokedAt null if it was not revoked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredKey(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("secret_sha256") String digest,
        @JsonProperty("roles") List<String> roles,
        @JsonProperty("scope") @Nullable List<String> scope,
        @JsonProperty("clearance") @Nullable String clearance,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("created_by") String createdBy,
        @JsonProperty("expires_at") @Nullable String expiresAt,
        @JsonProperty("revoked_at") @Nullable String revokedAt,
        @JsonProperty("revoked_by") @Nullable String revokedBy) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public StoredKey {
        roles = List.copyOf(roles);
        scope = scope == null ? null : List.copyOf(scope);
    }

    /** A new one. */
    static StoredKey of(ApiKey key, NewKey asked, String createdBy, Instant now) {
        return new StoredKey(
                key.id(),
                asked.name(),
                HexFormat.of().formatHex(key.digest()),
                asked.roles().stream().map(Role::word).sorted().toList(),
                asked.visibility().includesAllRuns() ? null : asked.visibility().prefixes(),
                asked.visibility().clearance().word(),
                now.toString(),
                createdBy,
                asked.expiresAt().map(Instant::toString).orElse(null),
                null,
                null);
    }

    StoredKey revoked(String by, Instant now) {
        return new StoredKey(
                id,
                name,
                digest,
                roles,
                scope,
                clearance,
                createdAt,
                createdBy,
                expiresAt,
                revokedAt == null ? now.toString() : revokedAt,
                revokedBy == null ? by : revokedBy);
    }

    /** Whether it authenticates anybody now. A role that this version does not know grants nothing. */
    public boolean isValid(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(Instant.parse(expiresAt)));
    }

    byte[] digestBytes() {
        return HexFormat.of().parseHex(digest);
    }

    public Principal principal() {
        return new Principal(
                name,
                Principal.Kind.KEY,
                id,
                roles.stream().map(Role::of).flatMap(Optional::stream).collect(Collectors.toSet()),
                visibility());
    }

    /** A key of before there were scopes and clearances has neither, and sees what it did. */
    public Visibility visibility() {
        return new Visibility(
                scope == null ? List.of("") : scope,
                clearance == null
                        ? DataClass.SENSITIVE
                        : DataClass.of(clearance).orElse(DataClass.PUBLIC));
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    /** @throws IOException if it is none */
    static StoredKey read(byte[] json) throws IOException {
        StoredKey key = JSON.readValue(json, StoredKey.class);
        if (key.expiresAt != null) {
            try {
                Instant.parse(key.expiresAt);
            } catch (java.time.DateTimeException e) {
                throw new IOException("expires_at is no time", e);
            }
        }
        for (String needed : new String[] {key.id, key.name, key.digest, key.createdAt, key.createdBy}) {
            if (needed == null) {
                throw new IOException("it lacks a member that every key has");
            }
        }
        key.digestBytes();
        return key;
    }
}
