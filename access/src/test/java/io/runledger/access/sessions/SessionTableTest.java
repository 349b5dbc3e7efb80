package io.runledger.access.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.access.control.ControlEntry;
import io.runledger.access.keys.KeyTable;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionTableTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Principal RITA = new Principal(
            "rita#login.example.org",
            Principal.Kind.OIDC,
            "6f1c#login.example.org",
            Set.of(Role.READER),
            Visibility.EVERYTHING);

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final SessionTable table = new SessionTable(new KeyTable(clock), clock);
    private final SessionId id = SessionId.random();

    private void put(SessionId session, String json) {
        table.apply(new ControlEntry("session/" + session.digest(), json.getBytes(UTF_8)));
    }

    private static String session(Principal principal, Instant end) {
        return new String(StoredSession.of(principal, NOW, end).json(), UTF_8);
    }

    @Test
    void knowsWhoSignedInUntilTheSessionEnds() {
        put(id, session(RITA, NOW.plusMillis(1)));

        assertThat(table.authenticate(id)).contains(RITA);
        assertThat(table.authenticate(SessionId.random())).isEmpty();

        put(id, session(RITA, NOW));

        assertThat(table.authenticate(id)).isEmpty();
        assertThat(table.ended()).containsExactly(id.digest());
    }

    @Test
    void knowsNobodyWhoSignedOut() {
        put(id, session(RITA, NOW.plusSeconds(60)));

        table.apply(new ControlEntry("session/" + id.digest(), null));

        assertThat(table.authenticate(id)).isEmpty();
    }

    /** A key is worth what it is worth now, and what a session says of it is not believed. */
    @Test
    void knowsNobodyByAKeyThatIsNotThere() {
        put(
                id,
                session(
                        new Principal(
                                "rita",
                                Principal.Kind.KEY,
                                "0123456789abcdef",
                                Set.of(Role.ADMIN),
                                Visibility.EVERYTHING),
                        NOW.plusSeconds(60)));

        assertThat(table.authenticate(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"kind\":\"oidc\",\"credential\":\"a\",\"name\":\"a\",\"roles\":[\"admin\"],\"created_at\":\"x\"}",
                "{\"kind\":\"oidc\",\"credential\":\"a\",\"name\":\"a\",\"roles\":[\"admin\"],\"created_at\":\"x\",\"expires_at\":\"never\"}",
                "{\"kind\":\"anyone\",\"credential\":\"a\",\"name\":\"a\",\"roles\":[\"admin\"],\"created_at\":\"x\",\"expires_at\":\"2030-01-01T00:00:00Z\"}"
            })
    void knowsNobodyByASessionThatCannotBeRead(String json) {
        put(id, session(RITA, NOW.plusSeconds(60)));

        put(id, json);

        assertThat(table.authenticate(id)).isEmpty();
    }

    @Test
    void leavesWhatIsNoSessionAlone() {
        table.apply(new ControlEntry(
                "key/" + id.digest(), session(RITA, NOW.plusSeconds(60)).getBytes(UTF_8)));

        assertThat(table.authenticate(id)).isEmpty();
    }

    @Test
    void listsTheSessionsOfACredentialTheNewestFirst() {
        SessionId newer = SessionId.random();
        put(newer, new String(StoredSession.of(RITA, NOW, NOW.plusSeconds(1)).json(), UTF_8));
        put(
                id,
                new String(
                        StoredSession.of(RITA, NOW.minus(Duration.ofMinutes(1)), NOW.plusSeconds(1))
                                .json(),
                        UTF_8));
        put(
                SessionId.random(),
                session(
                        new Principal("other", Principal.Kind.OIDC, "other", Set.of(), Visibility.EVERYTHING),
                        NOW.plusSeconds(1)));

        assertThat(table.of(RITA)).containsExactly(newer.digest(), id.digest());
    }
}
