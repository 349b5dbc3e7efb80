package io.runledger.schemas.log;

import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record's Kafka key: {@code kind/run_id/id} in UTF-8, such as {@code event/run-7/9e20f930}. The run is in it because
 * ids are unique within their run only, because compaction knows nothing but the key, and because an erasure (a null
 * value) has nothing else to say which run it is of. Ids hold no slash, so the parts are unambiguous.
 */
public record RecordKey(Kind kind, String runId, String id) {
    /** What a record is. */
    public enum Kind {
        EVENT,
        ARTIFACT;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word in the key. */
        public String word() {
            return word;
        }
    }

    /** The key that a record must have. */
    public static RecordKey of(SpecificRecord record) {
        if (record instanceof Event event) {
            return new RecordKey(Kind.EVENT, event.getRunId(), event.getEventId());
        }
        if (record instanceof Artifact artifact) {
            return new RecordKey(Kind.ARTIFACT, artifact.getRunId(), artifact.getArtifactId());
        }
        throw new IllegalArgumentException("no key for " + record.getClass().getName());
    }

    /** Reads a key; empty when the bytes are not one. */
    public static Optional<RecordKey> parse(byte[] bytes) {
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split("/", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(parts[0])) {
                return Optional.of(new RecordKey(kind, parts[1], parts[2]));
            }
        }
        return Optional.empty();
    }

    /** Whether its bytes are read as this key again; not of names that cannot be ids, such as one with a slash. */
    public boolean isReadable() {
        return parse(bytes()).filter(this::equals).isPresent();
    }

    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return kind.word() + '/' + runId + '/' + id;
    }
}
