package io.runledger.query.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.runledger.query.answer.RecordJson;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.schemas.log.Position;
import io.runledger.streams.views.replay.PartitionProof;
import io.runledger.streams.views.replay.ReplayProgress;
import io.runledger.streams.views.replay.VerificationProgress;
import io.runledger.streams.views.state.StateDifference;
import io.runledger.streams.views.state.StateDigest;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How digests, replays and verifications look in JSON. */
final class AdminJson {
    private AdminJson() {}

    static void digest(StateDigest digest, JsonGenerator out) throws IOException {
        out.writeStartObject();
        fields(digest, out);
        out.writeEndObject();
    }

    /** A partition to which nothing was ever written is at no position. */
    private static void fields(StateDigest digest, JsonGenerator out) throws IOException {
        out.writeNumberField("partition", digest.partition());
        if (digest.offset() >= 0) {
            out.writeStringField("position", new Position(digest.partition(), digest.offset()).toString());
        }
        out.writeStringField("digest", digest.digest());
        out.writeNumberField("entries", digest.entries());
    }

    static void replay(ReplayProgress replay, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("state", replay.state().name().toLowerCase(Locale.ROOT));
        out.writeStringField(
                "started_at", Timestamps.ofMillis(replay.startedAt().toEpochMilli()));
        out.writeNumberField("took_seconds", seconds(replay.took()));
        out.writeNumberField("records", replay.records());
        out.writeNumberField("records_per_second", replay.perSecond());
        out.writeNumberField("offsets_left", replay.left());
        if (replay.timeLeft().isPresent()) {
            out.writeNumberField("seconds_left", seconds(replay.timeLeft().get()));
        }
        out.writeObjectFieldStart("highest_sequence");
        for (Map.Entry<Integer, Long> each : new TreeMap<>(replay.sequences()).entrySet()) {
            out.writeNumberField(String.valueOf(each.getKey()), each.getValue());
        }
        out.writeEndObject();
        failure(replay.failure(), out);
        out.writeEndObject();
    }

    static void verification(VerificationProgress verification, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("state", verification.state().name().toLowerCase(Locale.ROOT));
        out.writeStringField(
                "started_at", Timestamps.ofMillis(verification.startedAt().toEpochMilli()));
        out.writeNumberField("took_seconds", seconds(verification.took()));
        out.writeNumberField("records", verification.records());
        RecordJson.list("partitions", verification.proofs(), AdminJson::proof, out);
        failure(verification.failure(), out);
        out.writeEndObject();
    }

    private static void proof(PartitionProof proof, JsonGenerator out) throws IOException {
        out.writeStartObject();
        fields(proof.live(), out);
        out.writeStringField("replayed_digest", proof.replayed().digest());
        out.writeNumberField("replayed_entries", proof.replayed().entries());
        Optional<StateDifference> difference = proof.difference();
        out.writeBooleanField("equal", difference.isEmpty());
        out.writeNumberField("unreadable_records", proof.unreadable());
        if (difference.isPresent()) {
            out.writeObjectFieldStart("first_difference");
            out.writeStringField("family", difference.get().family());
            out.writeStringField("key", difference.get().key());
            out.writeStringField("kind", difference.get().kind().word());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void failure(Optional<String> failure, JsonGenerator out) throws IOException {
        if (failure.isPresent()) {
            out.writeStringField("failure", failure.get());
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
