package io.runledger.bench;

import io.runledger.schemas.log.LogTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/** The limit of Kafka Streams: a topology that reads the whole log, in one thread as the views do, and only counts. */
final class Counting {
    private static final int MINUTES = 5;

    private Counting() {}

    /** @param records how many there are */
    static Sample of(MeasuredLedger ledger, long records, Path directory) throws Exception {
        RateSpan span = new RateSpan();
        CountDownLatch all = new CountDownLatch(1);
        Topology topology = new Topology()
                .addSource("log", LogTopic.DEFAULT_NAME)
                .addProcessor("count", () -> new Count(span, records, all), "log");
        try (KafkaStreams streams = new KafkaStreams(
                topology,
                new StreamsConfig(Map.of(
                        StreamsConfig.APPLICATION_ID_CONFIG,
                        "bench-" + UUID.randomUUID(),
                        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                        ledger.kafka(),
                        StreamsConfig.STATE_DIR_CONFIG,
                        directory.toString(),
                        StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                        1,
                        StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
                        Serdes.ByteArraySerde.class,
                        StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                        Serdes.ByteArraySerde.class,
                        StreamsConfig.consumerPrefix("auto.offset.reset"),
                        "earliest",
                        StreamsConfig.consumerPrefix("max.poll.records"),
                        2_000)))) {
            streams.start();
            if (!all.await(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("the counting topology does not reach the log's end");
            }
        }
        return span.sample();
    }

    private static final class Count implements Processor<byte[], byte[], Void, Void> {
        private final RateSpan span;
        private final long records;
        private final CountDownLatch all;

        Count(RateSpan span, long records, CountDownLatch all) {
            this.span = span;
            this.records = records;
            this.all = all;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            span.add(1);
            if (span.count() == records) {
                all.countDown();
            }
        }
    }
}
