package io.runledger.core.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CorpusTest {
    private final Redaction redaction = Redaction.builtIn();

    @Test
    void findsEveryPlantedSecret() {
        List<Planted> planted = Planted.all();

        List<Planted> missed = planted.stream()
                .filter(each -> redacted(each).text().contains(each.needle())
                        || redacted(each).hits().isEmpty())
                .toList();

        assertThat(planted.stream().map(Planted::kind).distinct()).hasSizeGreaterThan(40);
        assertThat(planted).hasSizeGreaterThan(400);
        assertThat(planted).allMatch(each -> each.payload().contains(each.needle()));
        assertThat(missed).isEmpty();
    }

    @Test
    void findsNothingTwice() {
        for (Planted each : Planted.all()) {
            String once = redacted(each).text();
            Redacted again = redaction.json(once, "", Content.DROP);

            assertThat(again.text()).as(each.toString()).isEqualTo(once);
            assertThat(again.hits()).as(each.toString()).isEmpty();
        }
    }

    @Test
    void leavesWhatOnlyLooksLikeASecret() {
        List<String> lookAlikes = LookAlikes.all();

        List<String> taken = lookAlikes.stream()
                .filter(text -> !redaction.json(text, "", Content.DROP).hits().isEmpty())
                .toList();

        assertThat(lookAlikes).hasSizeGreaterThan(200);
        assertThat(taken).as("at most 2 in a hundred").hasSizeLessThanOrEqualTo(lookAlikes.size() / 50);
        assertThat(taken).isEmpty();
    }

    private Redacted redacted(Planted planted) {
        return redaction.json(planted.payload(), "", Content.DROP);
    }
}
