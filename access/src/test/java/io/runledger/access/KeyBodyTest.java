package io.runledger.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.runledger.access.keys.NewKey;
import io.runledger.core.access.DataClass;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Problem;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyBodyTest {
    private static final Visibility INTERNAL = new Visibility(List.of(""), DataClass.INTERNAL);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void readsWhatIsAskedFor() throws IOException {
        assertThat(read("{'name':'ci/nightly','roles':['producer','reader','reader']}"))
                .isEqualTo(new NewKey("ci/nightly", Set.of(Role.PRODUCER, Role.READER), INTERNAL, Optional.empty()));
        assertThat(read("{'name':'rita','roles':['reviewer'],'expires_at':'2026-03-01T14:00:01+02:00'}"))
                .isEqualTo(new NewKey(
                        "rita", Set.of(Role.REVIEWER), INTERNAL, Optional.of(Instant.parse("2026-03-01T12:00:01Z"))));
        assertThat(read("{'name':'rita','roles':['reviewer'],'expires_at':null}")
                        .expiresAt())
                .isEmpty();
    }

    @Test
    void limitsWhatIsSeen() throws IOException {
        assertThat(
                        read("{'name':'a','roles':['reader'],'scope':['team-b.','team-a.x','team-a.'],'clearance':'private'}")
                                .visibility())
                .isEqualTo(new Visibility(List.of("team-a.", "team-b."), DataClass.PRIVATE));
        assertThat(read("{'name':'a','roles':['admin']}").visibility()).isEqualTo(Visibility.EVERYTHING);
        assertThat(read("{'name':'a','roles':['admin'],'scope':null,'clearance':'public'}")
                        .visibility())
                .isEqualTo(new Visibility(List.of(""), DataClass.PUBLIC));
    }

    @Test
    void namesAllProblemsAtOnce() {
        ProblemException refused =
                refused("{'nam':'rita','roles':['reader','emperor',7],'expires_at':'2026-03-01T12:00:00Z','a/b':1}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.errors())
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/nam", "/a~1b", "/name", "/roles/1", "/roles/2", "/expires_at");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'','roles':['reader']}",
                "{'name':' rita','roles':['reader']}",
                "{'name':'rita\\n','roles':['reader']}",
                "{'name':7,'roles':['reader']}",
                "{'name':null,'roles':['reader']}",
                "{'name':'runledger','roles':['reader']}",
                "{'name':'rita'}",
                "{'name':'rita','roles':[]}",
                "{'name':'rita','roles':'reader'}",
                "{'name':'rita','roles':['READER']}",
                "{'name':'rita','roles':[['reader']]}",
                "{'name':'rita','roles':['reader'],'scope':[]}",
                "{'name':'rita','roles':['reader'],'scope':'team-a.'}",
                "{'name':'rita','roles':['reader'],'scope':['']}",
                "{'name':'rita','roles':['reader'],'scope':[7]}",
                "{'name':'rita','roles':['reader'],'scope':['a\\nb']}",
                "{'name':'rita','roles':['reader'],'clearance':'secret'}",
                "{'name':'rita','roles':['reader'],'clearance':3}",
                "{'name':'rita','roles':['reader'],'expires_at':'tomorrow'}",
                "{'name':'rita','roles':['reader'],'expires_at':1800000000}",
                "{'name':'rita','roles':['reader'],'expires_at':'2026-03-01T12:00:00Z'}",
                "['rita']",
                "null",
                "",
            })
    void refusesWhatIsNoRequestForAKey(String body) {
        assertThat(refused(body).status()).isEqualTo(422);
    }

    /** A second name would decide who the key is, depending on who reads it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'rita','name':'ada','roles':['reader']}",
                "{'name':'rita','roles':['reader']} {}",
                "{'name':'rita','roles':['reader']",
                "name=rita",
            })
    void refusesWhatIsNotOneJsonText(String body) {
        assertThat(refused(body).status()).isEqualTo(400);
    }

    @Test
    void takesNamesOfUpTo128Characters() throws IOException {
        assertThat(read("{'name':'" + "a".repeat(128) + "','roles':['reader']}").name())
                .hasSize(128);
        assertThat(refused("{'name':'" + "a".repeat(129) + "','roles':['reader']}")
                        .status())
                .isEqualTo(422);
    }

    private static ProblemException refused(String body) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> read(body));
        assertThat(refused).as(body).isNotNull();
        return refused;
    }

    private static NewKey read(String body) throws IOException {
        return KeyBody.read(body.replace('\'', '"').getBytes(UTF_8), NOW);
    }
}
