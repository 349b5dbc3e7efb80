package io.runledger.streams.views.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.review.ArtifactStatus;
import io.runledger.streams.views.apply.Records;
import io.runledger.streams.views.store.Place;
import io.runledger.v1.Event;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GrantTest {
    private final Records records = new Records();
    private final Event request = Records.request("run", "request", "artifact");
    private final Event grant = Records.grant(request, 2, ArtifactStatus.DRAFT, "task", Records.SEAL);

    private ViewEntry entry(Event event) {
        return ViewEntry.of(event, new Place(0, 0), Optional.empty(), records.wire(event));
    }

    @Test
    void isReadOnceForAnEntryWhereverItIsMoved() {
        ViewEntry entry = entry(grant);

        GivenState state = entry.gives().orElseThrow();

        assertThat(state.revision()).isEqualTo(2);
        assertThat(entry.gives().orElseThrow()).isSameAs(state);
        assertThat(entry.at(new Place(1, 1)).gives().orElseThrow()).isSameAs(state);
    }

    @Test
    void isNothingUnlessTheEventGrantsSomething() {
        assertThat(entry(request).gives()).isEmpty();
        assertThat(entry(Records.event("run", "event", "x", null, "{}")).gives())
                .isEmpty();
    }
}
