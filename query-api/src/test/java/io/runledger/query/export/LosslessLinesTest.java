package io.runledger.query.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.Json;
import io.runledger.bundle.record.RecordLine;
import io.runledger.core.review.ArtifactState;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.core.review.ReviewJson;
import io.runledger.schemas.contract.CanonicalJson;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.contract.Problem;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.Subject;
import io.runledger.v1.Artifact;
import io.runledger.v1.ArtifactReference;
import io.runledger.v1.Checksum;
import io.runledger.v1.Event;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A line of an export is read again as the record that it was written of, whatever decisions made of it. */
final class LosslessLinesTest {
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "0",
            "-0",
            "1.50",
            "1e3",
            "1E+3",
            "12345678901234567890",
            "0.1",
            "1e400",
            "-1.7976931348623157e308",
            "\"\"",
            "\"é\"",
            "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"",
            "\"😀\"",
            "\"\\ud800\"",
            "\"a\\/b\"",
            "\"\\n\"",
            "\"\\u2028\"");

    @Provide
    Arbitrary<String> json() {
        return Arbitraries.lazyOf(
                () -> Arbitraries.of(SCALARS), () -> Arbitraries.of(SCALARS), this::object, () -> json().list()
                        .ofMaxSize(3)
                        .map(items -> "[ " + String.join(" ,\n", items) + "]"));
    }

    @Provide
    Arbitrary<String> object() {
        Arbitrary<String> member = Combinators.combine(
                        Arbitraries.of("\"b\": ", "\"a\":", "\"\\u0061\":", "\"é\":\t"), json())
                .as(String::concat);
        return member.list().ofMaxSize(3).map(members -> "{" + String.join(",", members) + "}");
    }

    /** A text as contracts let names be, or none. */
    @Provide
    Arbitrary<String> text() {
        return Arbitraries.strings()
                .all()
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(text ->
                        Contract.EVENT.problems(event("e", text, "{}", 0)).isEmpty())
                .injectNull(0.3);
    }

    private static Event event(String id, @Nullable String text, String payload, long micros) {
        return Event.newBuilder()
                .setEventId(id)
                .setEventType("noted")
                .setRunId("run")
                .setTaskId(text)
                .setProducer(text == null ? "tests" : text)
                .setActor(text)
                .setSubjectId(text)
                .setOccurredAt(Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                .setPayload(payload)
                .setPayloadDigest(PayloadDigest.of(payload))
                .setCorrelationId(text)
                .setRedactions(text == null ? List.of() : List.of("/a", text))
                .setContentKept(text == null ? null : List.of(text))
                .setFilledIn(text == null ? null : List.of("occurred_at"))
                .build();
    }

    @Property(tries = 500)
    void ofEvents(@ForAll("json") String payload, @ForAll("text") @Nullable String text, @ForAll long any)
            throws Exception {
        Event event = event("e1", text, payload, any % 200_000_000_000_000_000L % 60_000_000_000_000_000L);
        Assume.that(Contract.EVENT.problems(event).isEmpty());

        assertThat(RecordLine.event(line(ExportJson.event(stored(event, Optional.empty())))))
                .isEqualTo(event);
    }

    @Property(tries = 500)
    void ofArtifactsUnderAnyState(
            @ForAll("object") String metadata,
            @ForAll("object") String changed,
            @ForAll("text") @Nullable String text,
            @ForAll("text") @Nullable String other,
            @ForAll boolean isDecided,
            @ForAll ArtifactStatus status)
            throws Exception {
        Artifact artifact = Artifact.newBuilder()
                .setArtifactId("a1")
                .setArtifactType("report")
                .setTitle(text == null ? "A report" : text)
                .setSummary(text)
                .setStatus(text == null ? "draft" : "needs-review")
                .setStorageProvider("s3")
                .setLocation("s3://bucket/key")
                .setFilename(other)
                .setChecksum(text == null ? null : new Checksum("sha256", "00ff"))
                .setSizeBytes(other == null ? null : Long.MAX_VALUE)
                .setDataClass("internal")
                .setRunId("run")
                .setTaskId(text)
                .setBundleId(other)
                .setSourceType("import")
                .setCreatedBy("tests")
                .setTags(text == null ? List.of() : List.of(text, text))
                .setMetadata(other == null ? null : metadata)
                .setDerivedFrom(text == null ? null : new ArtifactReference("r", "a"))
                .setRedactions(text == null ? List.of() : List.of("/metadata/a"))
                .setContentKept(other == null ? null : List.of())
                .setFilledIn(other == null ? null : List.of("created_by", "storage_provider"))
                .build();
        Assume.that(Contract.ARTIFACT.problems(artifact).isEmpty() && hasCanonicalForm(changed));
        ArtifactState state = new ArtifactState(
                status,
                2,
                other,
                text,
                text,
                null,
                null,
                null,
                null,
                other,
                other,
                text == null ? null : List.of("changed"),
                text == null ? null : ReviewJson.read(changed));

        byte[] line =
                ExportJson.artifact(stored(artifact, isDecided ? Optional.of(state) : Optional.empty()), List.of());

        assertThat(RecordLine.artifact(line(line))).isEqualTo(artifact);
    }

    /** The guard grants nothing else. */
    private static boolean hasCanonicalForm(String json) throws IOException {
        List<Problem> problems = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            CanonicalJson.read(parser, problems);
            return problems.isEmpty();
        }
    }

    private static ObjectNode line(byte[] line) throws IOException {
        assertThat(new String(line, UTF_8)).doesNotContain("\n");
        return (ObjectNode) Json.read(line);
    }

    private static StoredRecord stored(SpecificRecord record, Optional<ArtifactState> state) {
        return new StoredRecord(
                3,
                new Place(7, 1_000),
                Optional.empty(),
                record,
                state.map(given -> new GivenState(
                        Subject.artifact("run", "a1"),
                        given.revision(),
                        "d1",
                        1_000,
                        ReviewJson.tree(given).toString())),
                record.getSchema());
    }
}
