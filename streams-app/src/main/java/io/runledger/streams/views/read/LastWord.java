package io.runledger.streams.views.read;

import io.runledger.schemas.log.Attestation;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.SealedPlace;
import io.runledger.schemas.seal.Seal;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;

/**
 * What the last record of a key on the log has to be: the stored record with its place, or a null value where the
 * record was erased. Mending appends it.
 *
 * @param value the bytes as on the log; null for a tombstone
 * @param place empty for a tombstone
 * @param secret whether the tombstone replaces a record that held a secret
 */
public record LastWord(byte @Nullable [] value, Optional<Place> place, Optional<Origin> origin, boolean secret) {
    /** Of a key without a stored record only a secret can have been on the log. */
    static LastWord of(RecordKey key, Database database, ReadOptions options) {
        if (database.get(Family.ERASED, options, key.bytes()) != null) {
            return new LastWord(null, Optional.empty(), Optional.empty(), false);
        }
        byte[] sequence = database.get(Family.IDS, options, Layout.id(key));
        if (sequence == null) {
            return new LastWord(null, Optional.empty(), Optional.empty(), true);
        }
        byte[] record = Layout.record(key.kind(), key.runId(), KeyReader.number(sequence, 0));
        byte[] value = database.get(Family.RECORDS, options, record);
        if (value == null) {
            throw new IllegalStateException(EntryReader.DANGLING);
        }
        Place place = new Place(KeyReader.number(sequence, 0), KeyReader.number(value, 0));
        return new LastWord(StoredRecord.wire(value), Optional.of(place), StoredRecord.origin(value), false);
    }

    /** Adds the headers it needs when it is appended to its own partition, where it keeps its place. */
    public void addHeaders(RecordKey key, int partition, Criteria criteria, Headers headers) {
        byte[] bytes = value;
        if (bytes != null) {
            place.map(p -> new SealedPlace(criteria.mark().log(), partition, p.sequence(), p.createdAt()))
                    .ifPresent(healed ->
                            headers.add(SealedPlace.HEADER, criteria.seal().header(healed, key.bytes(), bytes)));
        }
        addOrigin(key, criteria.seal(), headers);
        if (secret) {
            headers.add(LogRecord.SECRET_HEADER, new byte[0]);
        }
    }

    /** Adds the headers it needs as a retry of itself: it was accepted, so the ledger attests it. */
    public void addVouchers(RecordKey key, Seal seal, Headers headers) {
        byte[] bytes = value;
        if (bytes != null) {
            headers.add(Attestation.HEADER, seal.attestation(key.bytes(), bytes));
        }
        addOrigin(key, seal, headers);
    }

    private void addOrigin(RecordKey key, Seal seal, Headers headers) {
        byte[] bytes = value;
        if (bytes != null) {
            origin.ifPresent(from -> headers.add(Origin.HEADER, seal.header(from, key.bytes(), bytes)));
        }
    }
}
