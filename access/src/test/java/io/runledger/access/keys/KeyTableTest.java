package io.runledger.access.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.access.control.ControlEntry;
import io.runledger.core.access.Permission;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyTableTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final SetClock clock = new SetClock();
    private final KeyTable table = new KeyTable(clock);
    private final ApiKey key = ApiKey.random();

    @Test
    void authenticatesAKeyAsItsPrincipal() {
        put(stored(Role.READER));

        assertThat(table.authenticate(key).map(StoredKey::principal))
                .contains(new Principal(
                        "rita", Principal.Kind.KEY, key.id(), Set.of(Role.READER), Visibility.EVERYTHING));
        assertThat(table.isValid(key.id())).isTrue();
    }

    @Test
    void refusesAnotherSecretOfAKnownKey() {
        put(stored(Role.READER));

        ApiKey forged = ApiKey.parse("rlk_" + key.id() + "_" + "0".repeat(64)).orElseThrow();

        assertThat(table.authenticate(forged)).isEmpty();
    }

    @Test
    void refusesAKeyThatIsNotStored() {
        assertThat(table.authenticate(key)).isEmpty();
        assertThat(table.isValid(key.id())).isFalse();
    }

    @Test
    void refusesARevokedKeyAndStillKnowsWhoseItWas() {
        put(stored(Role.READER));
        put(stored(Role.READER).revoked("ada", NOW));

        assertThat(table.authenticate(key)).isEmpty();
        assertThat(table.isValid(key.id())).isFalse();
        assertThat(table.key(key.id()).map(StoredKey::name)).contains("rita");
    }

    @Test
    void refusesAKeyFromTheMomentOfItsExpiryOn() {
        put(StoredKey.of(key, asked(Optional.of(NOW.plusSeconds(60)), Role.READER), "ada", NOW));

        clock.now = NOW.plusSeconds(60).minusNanos(1);
        assertThat(table.authenticate(key)).isPresent();
        assertThat(table.isValid(key.id())).isTrue();

        clock.now = NOW.plusSeconds(60);
        assertThat(table.authenticate(key)).isEmpty();
        assertThat(table.isValid(key.id())).isFalse();
    }

    @Test
    void forgetsAKeyWhoseRecordIsDeleted() {
        put(stored(Role.READER));
        table.apply(new ControlEntry("key/" + key.id(), null));

        assertThat(table.authenticate(key)).isEmpty();
        assertThat(table.all()).isEmpty();
    }

    /** Who writes what cannot be read takes a key away; they cannot keep one alive. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{'id':'ID'}",
                "{'id':'another','name':'rita','secret_sha256':'DIGEST','roles':[],'created_at':'T','created_by':''}",
                "{'id':'ID','name':'rita','secret_sha256':'no digest','roles':[],'created_at':'T','created_by':''}",
                "{'id':'ID','name':'rita','roles':['reader'],'created_at':'T','created_by':''}",
                "{'id':'ID','secret_sha256':'DIGEST','roles':['reader'],'created_at':'T','created_by':''}",
                "{'id':'ID','name':'rita','secret_sha256':'DIGEST','created_at':'T','created_by':''}",
                "{'id':'ID','name':'rita','secret_sha256':'DIGEST','roles':[null],'created_at':'T','created_by':''}",
                "{'id':'ID','name':'rita','secret_sha256':'DIGEST','roles':['reader'],'created_by':''}",
                "{'id':'ID','name':'rita','secret_sha256':'DIGEST','roles':['reader'],'created_at':'T','created_by':'',"
                        + "'expires_at':'some day'}",
                "{'id':'ID','name':'rita','secret_sha256':'DIGEST','roles':['reader'],'created_at':'T','created_by':'',"
                        + "'limits':['of a later version']}",
            })
    void authenticatesNobodyByADamagedRecord(String damaged) {
        StoredKey stored = stored(Role.READER);
        put(stored);

        String json = damaged.replace('\'', '"').replace("ID", key.id()).replace("DIGEST", stored.digest());
        table.apply(new ControlEntry("key/" + key.id(), json.getBytes(UTF_8)));

        assertThat(table.authenticate(key)).isEmpty();
        assertThat(table.all()).isEmpty();
    }

    /** So that the cases above are refused for what they lack, and not for how they are written. */
    @Test
    void readsARecordThatHasWhatTheyLack() {
        String json =
                "{'id':'ID','name':'rita','secret_sha256':'DIGEST','roles':['reader'],'created_at':'T','created_by':''}";
        table.apply(new ControlEntry(
                "key/" + key.id(),
                json.replace('\'', '"')
                        .replace("ID", key.id())
                        .replace("DIGEST", stored(Role.READER).digest())
                        .getBytes(UTF_8)));

        assertThat(table.authenticate(key)).isPresent();
    }

    @Test
    void leavesAloneWhatElseIsOnTheTopic() {
        put(stored(Role.READER));
        table.apply(new ControlEntry("policy/1", "{}".getBytes(UTF_8)));

        assertThat(table.authenticate(key)).isPresent();
        assertThat(table.all()).hasSize(1);
    }

    @Test
    void grantsNothingForARoleThatItDoesNotKnow() {
        String json = new String(stored(Role.READER).json(), UTF_8).replace("\"reader\"", "\"emperor\"");
        table.apply(new ControlEntry("key/" + key.id(), json.getBytes(UTF_8)));

        Principal principal = table.authenticate(key).orElseThrow().principal();

        assertThat(principal.roles()).isEmpty();
        assertThat(Permission.values())
                .filteredOn(principal::may)
                .as("even with no role at all, what is public is")
                .containsExactly(Permission.PUBLIC);
    }

    @Test
    void hasAnAdminOnlyWhileOneOfThemIsValid() {
        assertThat(table.hasAdmin()).isFalse();

        put(stored(Role.READER));
        assertThat(table.hasAdmin()).isFalse();

        put(StoredKey.of(key, asked(Optional.of(NOW.plusSeconds(1)), Role.ADMIN), "", NOW));
        assertThat(table.hasAdmin()).isTrue();

        clock.now = NOW.plusSeconds(1);
        assertThat(table.hasAdmin()).isFalse();

        put(stored(Role.ADMIN));
        assertThat(table.hasAdmin()).isTrue();

        put(stored(Role.ADMIN).revoked("ada", NOW));
        assertThat(table.hasAdmin()).isFalse();
    }

    @Test
    void listsTheNewestFirst() {
        ApiKey newer = ApiKey.random();
        put(stored(Role.READER));
        put(StoredKey.of(newer, asked(Optional.empty(), Role.READER), "ada", NOW.plus(Duration.ofHours(1))));

        assertThat(table.all()).extracting(StoredKey::id).containsExactly(newer.id(), key.id());
    }

    private StoredKey stored(Role role) {
        return StoredKey.of(key, asked(Optional.empty(), role), "ada", NOW);
    }

    private static NewKey asked(Optional<Instant> expiresAt, Role role) {
        return new NewKey("rita", Set.of(role), Visibility.EVERYTHING, expiresAt);
    }

    private void put(StoredKey stored) {
        table.apply(new ControlEntry(new String(KeyTable.recordKey(stored.id()), UTF_8), stored.json()));
    }

    private static final class SetClock extends Clock {
        private Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
