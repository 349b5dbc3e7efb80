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
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class RecentAppendsTest {
    private final MockProducer<byte[], SpecificRecord> producer = DoorFixture.producer(false);
    private final RecentAppends appends = new RecentAppends(
            new LogWriter(
                    producer, DoorFixture.TOPIC, Duration.ofSeconds(1), new IngestMetrics(new SimpleMeterRegistry())),
            10);

    /** What was told, as text: {@code new 0}, {@code again 0} or a status. */
    private final List<String> told = new ArrayList<>();

    @Test
    void keepsAllWaitingUntilTheOneAppendIsKnown() {
        append("p");
        append("p");
        append("q");
        assertThat(told).isEmpty();
        assertThat(producer.history()).hasSize(1);

        producer.completeNext();

        assertThat(told).containsExactly("new 0", "again 0", "409");
    }

    @Test
    void tellsAllThatWaitOfTheFailureAndForgetsIt() {
        append("p");
        append("p");
        append("q");

        producer.errorNext(new TimeoutException("away"));

        assertThat(told).containsExactly("503", "503", "503");
        append("q");
        producer.completeNext();
        assertThat(told).last().isEqualTo("new 1");
    }

    @Test
    void doesNotBlameARecordForTheSizeOfAnother() {
        append("p");
        append("p");
        append("q");

        producer.errorNext(new RecordTooLargeException("5 MB"));

        assertThat(told).containsExactly("413", "413", "503");
    }

    @Test
    void forgetsWhatWasNeverOnItsWay() {
        producer.sendException = new TimeoutException("no metadata");
        assertThat(append("p")).isFalse();
        producer.sendException = new IllegalStateException("a bug");
        append("p");
        producer.sendException = null;

        assertThat(append("p")).isTrue();

        producer.completeNext();
        assertThat(told).containsExactly("503", "java.lang.IllegalStateException: a bug", "new 0");
    }

    private boolean append(String from) {
        Event event = Event.newBuilder()
                .setEventId("e")
                .setEventType("t")
                .setRunId("r")
                .setProducer(from)
                .setOccurredAt(Instant.EPOCH)
                .setPayload("{}")
                .setPayloadDigest(PayloadDigest.of("{}"))
                .build();
        return appends.append(event, RecordKey.of(event), new AppendCallback() {
            @Override
            public void accepted(Receipt receipt) {
                told.add("new " + receipt.sequence());
            }

            @Override
            public void again(Receipt receipt, ContentPrint first) {
                told.add("again " + receipt.sequence());
            }

            @Override
            public void failed(RuntimeException failure) {
                told.add(
                        failure instanceof ProblemException problem
                                ? String.valueOf(problem.status())
                                : failure.toString());
            }
        });
    }
}
