package io.runledger.cli.imports;

import io.runledger.bundle.restore.ArchivedRecord;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.RecordSerializer;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes of archived records what is appended to the log. For one thread. */
record ImportedRecord(RecordSerializer serializer, LogTopic topic, Seal seal) {
    /** With its origin, under the ledger's seal. */
    ProducerRecord<byte[], byte[]> carried(ArchivedRecord archived) {
        ProducerRecord<byte[], byte[]> record = plain(archived);
        record.headers().add(Origin.HEADER, seal.header(archived.origin(), record.key(), record.value()));
        return record;
    }

    /** As if it was written here. */
    ProducerRecord<byte[], byte[]> plain(ArchivedRecord archived) {
        return new ProducerRecord<>(
                topic.name(),
                RunPartition.of(archived.key().runId(), topic.partitions()),
                archived.key().bytes(),
                content(archived));
    }

    /** The bytes of a record: the same for the same content. */
    byte[] content(ArchivedRecord archived) {
        return Objects.requireNonNull(serializer.serialize(topic.name(), archived.record()));
    }
}
