package io.runledger.access.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.access.control.ControlEntry;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Nothing authenticates but the very text of a key that was created. */
final class ForgedKeyPropertyTest {
    private static final ApiKey FIRST = ApiKey.random();
    private static final ApiKey SECOND = ApiKey.random();
    private static final KeyTable TABLE = table(FIRST, SECOND);

    @Property(tries = 5_000)
    void onlyTheVeryTextOfAKeyAuthenticates(@ForAll("mutations") String text) {
        Optional<String> authenticated =
                ApiKey.parse(text).flatMap(TABLE::authenticate).map(StoredKey::id);

        if (text.equals(FIRST.text()) || text.equals(SECOND.text())) {
            assertThat(authenticated).contains(text.substring(4, 20));
        } else {
            assertThat(authenticated).isEmpty();
        }
    }

    @Provide
    Arbitrary<String> mutations() {
        String key = FIRST.text();
        Arbitrary<Integer> place = Arbitraries.integers().between(0, key.length() - 1);
        Arbitrary<Character> any = Arbitraries.oneOf(
                Arbitraries.of(List.of('0', '7', 'a', 'f', 'g', 'A', '_', ' ', '\t', '\n', '\r', '\0', '-')),
                Arbitraries.chars());
        return Arbitraries.oneOf(
                Arbitraries.just(key),
                Arbitraries.just(key + key),
                Arbitraries.just(key.toUpperCase(Locale.ROOT)),
                // the id of one with the secret of another
                Arbitraries.just(key.substring(0, 20) + SECOND.text().substring(20)),
                Arbitraries.strings(),
                place.flatMap(i -> any.map(c -> key.substring(0, i) + c + key.substring(i + 1))),
                place.flatMap(i -> any.map(c -> key.substring(0, i) + c + key.substring(i))),
                place.flatMap(i -> any.map(c -> key + c)),
                place.map(i -> key.substring(0, i)),
                place.map(key::substring),
                place.map(i -> key.substring(0, i) + key.substring(i + 1)),
                place.map(i -> key.substring(0, i) + key.substring(i).toUpperCase(Locale.ROOT)));
    }

    private static KeyTable table(ApiKey... keys) {
        KeyTable table = new KeyTable(Clock.systemUTC());
        for (ApiKey key : keys) {
            NewKey asked = new NewKey("rita", Set.of(Role.READER), Visibility.EVERYTHING, Optional.empty());
            StoredKey stored = StoredKey.of(key, asked, "", Clock.systemUTC().instant());
            table.apply(new ControlEntry(new String(KeyTable.recordKey(key.id()), UTF_8), stored.json()));
        }
        return table;
    }
}
