package io.runledger.core.review;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is given to complete a task.
 *
 * @param linkName what the link behind {@code url} is called
 * @param files ids of file records of the same run
 */
public record Proof(
        @Nullable String comment,
        @Nullable String url,
        @Nullable String externalStatus,
        @Nullable String linkName,
        @Nullable List<String> files) {
    public static final Proof NOTHING = new Proof(null, null, null, null, null);
}
