package io.runledger.schemas.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class LedgerRegistryTest {
    private static final String ONE = record("{\"name\":\"a\",\"type\":\"string\"}");
    private static final String TWO =
            record("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
    private static final String BREAKING = record("{\"name\":\"c\",\"type\":\"string\"}");

    private final MemoryLog topic = new MemoryLog();
    private final LedgerRegistry registry = new LedgerRegistry(topic);

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
    }

    private static int codeOf(Throwable problem) {
        return ((RegistryProblem) problem).code();
    }

    @Test
    void countsIdsOverAllSubjectsAndVersionsWithinOne() {
        assertThat(registry.register("s", ONE)).isEqualTo(new CatalogEntry.OfVersion("s", 1, 1, false));
        assertThat(registry.register("s", TWO)).isEqualTo(new CatalogEntry.OfVersion("s", 2, 2, false));
        assertThat(registry.register("s", ONE.replace(":", " : ")))
                .isEqualTo(new CatalogEntry.OfVersion("s", 1, 1, false));
        assertThat(registry.register("t", ONE)).isEqualTo(new CatalogEntry.OfVersion("t", 1, 1, false));
    }

    @Test
    void hasTheSameAfterARestart() {
        registry.register("s/with/slashes", ONE);
        registry.register("t", TWO);
        registry.setRule("t", "NONE");
        registry.deleteSubject("s/with/slashes", false);

        LedgerRegistry again = new LedgerRegistry(topic.again());

        assertThat(again.subjects(false)).containsExactly("t");
        assertThat(again.subjects(true)).containsExactly("s/with/slashes", "t");
        assertThat(again.ownRule("t")).isEqualTo(Compatibility.NONE);
        assertThat(again.register("u", "\"string\"").id()).isEqualTo(3);
    }

    @Test
    void refusesWhatBreaksAnyVersionUnlessToldOtherwise() {
        registry.register("s", ONE);
        registry.register("s", TWO);

        assertThatThrownBy(() -> registry.register("s", BREAKING))
                .isInstanceOf(RegistryProblem.class)
                .hasMessageContainingAll("READER_FIELD_MISSING_DEFAULT_VALUE", "FULL_TRANSITIVE")
                .satisfies(problem -> assertThat(codeOf(problem)).isEqualTo(409));
        assertThat(registry.problems("s", BREAKING, Optional.of("latest"))).isNotEmpty();
        assertThat(registry.problems("s", TWO, Optional.of("1"))).isEmpty();

        registry.setRule("s", "NONE");
        assertThat(registry.register("s", BREAKING).version()).isEqualTo(3);
    }

    @Test
    void keepsEveryIdsSchemaWhateverIsDeleted() {
        registry.register("s", ONE);
        registry.deleteSubject("s", false);
        registry.deleteSubject("s", true);

        assertThat(registry.subjects(true)).isEmpty();
        assertThat(registry.text(1)).isEqualTo(ONE);
        assertThat(registry.register("s", ONE)).isEqualTo(new CatalogEntry.OfVersion("s", 2, 1, false));
        assertThat(registry.register("t", TWO).id()).isEqualTo(2);
    }

    @Test
    void givesOneIdToThoseWhoRegisterAtOnce() {
        Set<Integer> ids = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> registry.register("s" + i % 4, ONE).id())
                .collect(Collectors.toSet());

        assertThat(ids).containsExactly(1);
        assertThat(registry.uses(1, false)).hasSize(4);
    }

    @Test
    void saysWhatIsNotThereInConfluentsCodes() {
        registry.register("s", ONE);

        assertThatThrownBy(() -> registry.versions("t", false))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(40401));
        assertThatThrownBy(() -> registry.version("s", "9", false))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(40402));
        assertThatThrownBy(() -> registry.version("s", "0", false))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(42202));
        assertThatThrownBy(() -> registry.text(9))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(40403));
        assertThatThrownBy(() -> registry.find("s", TWO, false))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(40403));
        assertThatThrownBy(() -> registry.register("s", "{"))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(42201));
        assertThatThrownBy(() -> registry.setRule("s", "SOME"))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(42203));
        assertThatThrownBy(() -> registry.ownRule("s"))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(40408));
        assertThatThrownBy(() -> registry.deleteSubject("s", true))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(40405));
        assertThat(registry)
                .extracting(all -> all.subjects(false), InstanceOfAssertFactories.list(String.class))
                .isEqualTo(List.of("s"));
    }
}
