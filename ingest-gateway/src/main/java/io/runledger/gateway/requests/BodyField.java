package io.runledger.gateway.requests;

import com.fasterxml.jackson.core.JsonParser;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.gateway.record.PathIds;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the body of a request may say. Each follows the rule of the contract's field that it is like. */
enum BodyField {
    REQUEST_ID(Contract.EVENT, "event_id"),
    RUN_ID(Contract.EVENT, "run_id"),
    ACTOR(Contract.EVENT, "actor"),
    OCCURRED_AT(Contract.EVENT, "occurred_at"),
    CORRELATION_ID(Contract.EVENT, "correlation_id"),
    TASK_ID(Contract.EVENT, "task_id") {
        @Override
        Optional<String> problem(Object value) {
            return PathIds.problem(value.toString());
        }
    },
    REVISION(Contract.ARTIFACT, "size_bytes"),
    COMMENT(Contract.ARTIFACT, "summary"),
    STATUS(Contract.ARTIFACT, "artifact_type") {
        @Override
        Optional<String> problem(Object value) {
            return ArtifactStatus.of(value.toString())
                            .filter(to -> to == ArtifactStatus.NEEDS_REVIEW
                                    || to == ArtifactStatus.APPROVED
                                    || to == ArtifactStatus.REJECTED)
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of("must be needs-review, approved or rejected; /archive and /supersede lead elsewhere");
        }
    },
    BUNDLE_ID(Contract.ARTIFACT, "bundle_id") {
        @Override
        Optional<String> problem(Object value) {
            return PathIds.problem(value.toString());
        }
    },
    BY(Contract.ARTIFACT, "artifact_id"),
    TITLE(Contract.ARTIFACT, "title"),
    SUMMARY(Contract.ARTIFACT, "summary"),
    TAGS(Contract.ARTIFACT, "tags"),
    METADATA(Contract.ARTIFACT, "metadata"),
    PROOF_REQUIREMENT(Contract.ARTIFACT, "") {
        @Override
        @Nullable
        Object read(JsonParser parser, List<Problem> problems) throws IOException {
            return ProofField.read(parser, problems);
        }
    },
    URL(Contract.ARTIFACT, "location"),
    EXTERNAL_STATUS(Contract.ARTIFACT, "file_id"),
    LINK_NAME(Contract.ARTIFACT, "file_id"),
    ARTIFACT_TYPE(Contract.ARTIFACT, "artifact_type"),
    FILES(Contract.ARTIFACT, "tags"),
    FILE_ID(Contract.ARTIFACT, "file_id") {
        @Override
        Optional<String> problem(Object value) {
            return PathIds.problem(value.toString());
        }
    },
    FILENAME(Contract.ARTIFACT, "filename"),
    STORAGE_URI(Contract.ARTIFACT, "location"),
    CONTENT_TYPE(Contract.ARTIFACT, "content_type"),
    SIZE_BYTES(Contract.ARTIFACT, "size_bytes"),
    CHECKSUM(Contract.ARTIFACT, "checksum");

    @SuppressWarnings("ImmutableEnumChecker") // contracts are
    private final Contract<?> contract;

    private final String like;

    BodyField(Contract<?> contract, String like) {
        this.contract = contract;
        this.like = like;
    }

    String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    String pointer() {
        return "/" + json();
    }

    /** The value that the parser is at, as {@link Contract#readField} gives it; null if it is null or wrong. */
    @Nullable
    Object read(JsonParser parser, List<Problem> problems) throws IOException {
        Object value = contract.readField(like, parser, problems);
        if (value != null) {
            problem(value).ifPresent(detail -> problems.add(new Problem(pointer(), detail)));
        }
        return value;
    }

    /** What is wrong with a value besides the rule of the field that it is like. */
    Optional<String> problem(Object value) {
        return Optional.empty();
    }
}
