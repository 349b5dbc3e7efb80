package io.runledger.core.review;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that keeps a task from being completed.
 *
 * @param requirement artifact, file, url, comment, external-status or link-name
 * @param detail what to do about it
 * @param artifacts what is attached and does not count, and why: its status
 */
public record Blocker(
        String requirement, String detail, @Nullable List<Evidence.Candidate> artifacts) {}
