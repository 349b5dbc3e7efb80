package io.runledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ledger and its limit are given the same work. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class SameBytesIT {
    @Test
    void anEventIsTheSameOnTheLogByHttpAndByThePlainProducer() throws Exception {
        try (MeasuredLedger ledger = MeasuredLedger.start();
                PlainProducer producer = PlainProducer.forLatency(ledger);
                PlainConsumer log = new PlainConsumer(ledger)) {
            MadeEvent event = new Events(1).next();

            Posting.singly(ledger, List.of(event), 1);
            producer.append(producer.encoded(event));

            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            log.readAll(records::add);
            assertThat(records).hasSize(2);
            assertThat(records.get(1).partition()).isEqualTo(records.get(0).partition());
            assertThat(records.get(1).key()).isEqualTo(records.get(0).key());
            assertThat(records.get(1).value()).isEqualTo(records.get(0).value());
        }
    }
}
