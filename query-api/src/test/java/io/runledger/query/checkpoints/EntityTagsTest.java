package io.runledger.query.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.http.ProblemException;
import io.runledger.streams.checkpoints.Precondition.Tags;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntityTagsTest {
    @Test
    void readsTagsAndTheStar() {
        assertThat(EntityTags.parse("If-Match", "*", false)).isEqualTo(new Tags(true, Set.of()));
        assertThat(EntityTags.parse("If-Match", "\"a\"", false)).isEqualTo(new Tags(false, Set.of("a")));
        assertThat(EntityTags.parse("If-Match", "\"a,b\" , ,\"\",\"c\"", false))
                .isEqualTo(new Tags(false, Set.of("a,b", "", "c")));
    }

    @Test
    void takesWeakTagsOnlyWhereTheyMayBeTheSame() {
        assertThat(EntityTags.parse("If-Match", "W/\"a\", \"b\"", false)).isEqualTo(new Tags(false, Set.of("b")));
        assertThat(EntityTags.parse("If-None-Match", "W/\"a\", \"b\"", true))
                .isEqualTo(new Tags(false, Set.of("a", "b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\"a", "\"a\" \"b\"", "*, \"a\"", "w/\"a\"", "\"a\";", "\"a b\""})
    void refusesWhatIsNoTag(String text) {
        assertThatThrownBy(() -> EntityTags.parse("If-Match", text, false)).isInstanceOf(ProblemException.class);
    }
}
