package io.runledger.core.review;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The life of an artifact: which moves there are. */
public enum ArtifactStatus {
    DRAFT,
    NEEDS_REVIEW,
    APPROVED,
    REJECTED,
    ARCHIVED,
    SUPERSEDED;

    private static final Set<ArtifactStatus> REVIEWS = Set.of(NEEDS_REVIEW, APPROVED, REJECTED);

    /** The status with this word; empty if there is none. */
    public static Optional<ArtifactStatus> of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst();
    }

    /** As it is written, such as {@code needs-review}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where a review may lead from here. */
    public Set<ArtifactStatus> reviews() {
        Set<ArtifactStatus> reviews = EnumSet.copyOf(REVIEWS);
        reviews.retainAll(moves());
        return reviews;
    }

    /** Whether a review leads here, from any status. */
    boolean isOfReview() {
        return REVIEWS.contains(this);
    }

    /** Where it may go from here. */
    public Set<ArtifactStatus> moves() {
        return switch (this) {
            case DRAFT -> EnumSet.of(NEEDS_REVIEW, APPROVED, REJECTED, SUPERSEDED, ARCHIVED);
            case NEEDS_REVIEW -> EnumSet.of(APPROVED, REJECTED, SUPERSEDED, ARCHIVED);
            case APPROVED -> EnumSet.of(SUPERSEDED, ARCHIVED);
            case REJECTED -> EnumSet.of(NEEDS_REVIEW, SUPERSEDED, ARCHIVED);
            case SUPERSEDED -> EnumSet.of(ARCHIVED);
            case ARCHIVED -> EnumSet.noneOf(ArtifactStatus.class);
        };
    }
}
