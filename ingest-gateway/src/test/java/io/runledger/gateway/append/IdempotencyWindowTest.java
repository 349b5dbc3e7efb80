package io.runledger.gateway.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.runledger.gateway.DoorFixture;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IdempotencyWindowTest {
    private final MockProducer<byte[], SpecificRecord> producer = DoorFixture.producer(false);
    private final IdempotencyWindow appends = new IdempotencyWindow(
            new LogWriter(
                    producer, DoorFixture.TOPIC, Duration.ofSeconds(1), new IngestMetrics(new SimpleMeterRegistry())),
            10);

    private final List<CompletableFuture<Appended>> outcomes = new ArrayList<>();

    @Test
    void keepsAllWaitingUntilTheOneAppendIsKnown() {
        append("p");
        append("p");
        append("q");
        assertThat(outcomes).noneMatch(CompletableFuture::isDone);
        assertThat(producer.history()).hasSize(1);

        producer.completeNext();

        assertThat(told()).containsExactly("new 0", "again 0", "409");
    }

    @Test
    void tellsAllThatWaitOfTheFailureAndForgetsIt() {
        append("p");
        append("p");
        append("q");

        producer.errorNext(new TimeoutException("away"));

        assertThat(told()).containsExactly("503", "503", "503");
        append("q");
        producer.completeNext();
        assertThat(told()).last().isEqualTo("new 1");
    }

    @Test
    void doesNotBlameARecordForTheSizeOfAnother() {
        append("p");
        append("p");
        append("q");

        producer.errorNext(new RecordTooLargeException("5 MB"));

        assertThat(told()).containsExactly("413", "413", "503");
    }

    @Test
    void forgetsWhatWasNeverOnItsWay() {
        producer.sendException = new TimeoutException("no metadata");
        append("p");
        assertThat(appends.isLogAway()).isTrue();
        producer.sendException = new IllegalStateException("a bug");
        append("p");
        producer.sendException = null;

        append("p");
        producer.completeNext();

        assertThat(appends.isLogAway()).isFalse();
        assertThat(told()).containsExactly("503", "java.lang.IllegalStateException: a bug", "new 0");
    }

    private void append(String from) {
        Event event = Event.newBuilder()
                .setEventId("e")
                .setEventType("t")
                .setRunId("r")
                .setProducer(from)
                .setOccurredAt(Instant.EPOCH)
                .setPayload("{}")
                .setPayloadDigest(PayloadDigest.of("{}"))
                .build();
        outcomes.add(appends.append(event, RecordKey.of(event), false));
    }

    /** Every outcome in the order of sending, as text: {@code new 0}, {@code again 0}, a status, or another failure. */
    private List<String> told() {
        return outcomes.stream()
                .map(outcome -> outcome.handle((appended, failure) -> appended != null
                                ? (appended.isDuplicate() ? "again " : "new ")
                                        + appended.receipt().sequence()
                                : text(failure instanceof CompletionException ? failure.getCause() : failure))
                        .getNow("unknown"))
                .toList();
    }

    private static String text(@Nullable Throwable failure) {
        return failure instanceof ProblemException problem ? String.valueOf(problem.status()) : String.valueOf(failure);
    }
}
