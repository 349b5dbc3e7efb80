package io.runledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.schemas.contract.CanonicalJson;
import io.runledger.schemas.contract.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class EventsTest {
    private static final int MANY = 50_000;

    @Test
    void areTheSameForSeed() {
        assertThat(new Events(7).next(100)).isEqualTo(new Events(7).next(100));
        assertThat(new Events(7).next()).isNotEqualTo(new Events(8).next());
    }

    @Test
    void haveIdsOfTheirOwnAndSeveralRuns() {
        List<MadeEvent> events = new Events(1).next(MANY);

        assertThat(events.stream().map(MadeEvent::eventId).distinct()).hasSize(MANY);
        assertThat(events.stream()
                        .collect(Collectors.groupingBy(MadeEvent::runId))
                        .values())
                .allSatisfy(run -> assertThat(run).hasSizeLessThanOrEqualTo(Events.EVENTS_OF_RUN))
                .hasSizeGreaterThan(MANY / Events.EVENTS_OF_RUN);
    }

    @Test
    void havePayloadsLikeRealOnes() {
        List<Integer> sizes = new Events(1)
                .next(MANY).stream().map(event -> event.payload().length()).toList();

        assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(100, 1_200));
        assertThat(sizes.stream().mapToInt(Integer::intValue).average().orElseThrow())
                .isBetween(300.0, 600.0);
    }

    @Test
    void areCanonicalAndKeepTheContract() throws Exception {
        JsonFactory factory = new JsonFactory();
        for (MadeEvent event : new Events(3).next(1_000)) {
            try (JsonParser parser = factory.createParser(event.payload())) {
                parser.nextToken();
                assertThat(CanonicalJson.read(parser, new ArrayList<>())).isEqualTo(event.payload());
            }
            JsonNode posted = ReportJson.MAPPER.readTree(event.json());
            assertThat(posted.get("event_id").asText()).isEqualTo(event.eventId());
            assertThat(posted.get("payload").toString()).isEqualTo(event.payload());
            assertThat(Contract.EVENT.problems(event.record())).isEmpty();
        }
    }
}
