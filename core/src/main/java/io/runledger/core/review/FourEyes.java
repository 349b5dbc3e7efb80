package io.runledger.core.review;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The four-eyes rule: who approves an artifact is neither who registered it nor who completes a task with it, and all of them
 * are known. Only what a gateway attested counts as known, so whoever acts for somebody else counts as themselves, and not as
 * the other one. Pure.
 */
public final class FourEyes {
    private static final Setting RULE = new Setting(
            "RUNLEDGER_FOUR_EYES",
            "false",
            "Whether every approval needs [another person](reviewing.md#four-eyes) than the one who registered the artifact, and every completion"
                    + " another one than who approved its evidence. Needs `RUNLEDGER_ACCESS=required`. The same in all processes");

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(RULE);

    private FourEyes() {}

    /**
     * Whether the whole ledger is held to it.
     *
     * @param known whether the ledger knows who asks
     */
    public static boolean isRule(Settings settings, boolean known) {
        String value = settings.text(RULE);
        if (!value.equals("true") && !value.equals("false")) {
            throw new SettingException(RULE, value, "true or false");
        }
        boolean rule = value.equals("true");
        if (rule && !known) {
            throw new SettingException(
                    RULE, "true", "possible without RUNLEDGER_ACCESS=required: nobody is known otherwise");
        }
        return rule;
    }

    /** What keeps a request from approving an artifact, as the end of a sentence; empty if nothing does. */
    public static Optional<String> approval(ArtifactState artifact, Asked asked) {
        return approval(artifact.recordedBy(), asked.recordedBy(), asked.by());
    }

    /**
     * What keeps an approved artifact from proving a task, as the end of a sentence; empty if nothing does.
     *
     * @param completing who completes the task; null if that is not asked
     */
    public static Optional<String> evidence(ArtifactState approved, @Nullable Asked completing) {
        Optional<String> approval = approval(approved.recordedBy(), approved.reviewRecordedBy(), approved.reviewedBy());
        if (approval.isPresent() || completing == null) {
            return approval;
        }
        if (completing.recordedBy() == null) {
            return Optional.of("nobody is known who completes the task");
        }
        return isOneOf(approved.reviewRecordedBy(), completing.recordedBy(), completing.by())
                ? Optional.of(approved.reviewRecordedBy() + " approved it and completes the task")
                : Optional.empty();
    }

    private static Optional<String> approval(
            @Nullable String registrar, @Nullable String approver, @Nullable String named) {
        if (registrar == null) {
            return Optional.of("nobody is known who registered it");
        }
        if (approver == null) {
            return Optional.of("nobody is known who approved it");
        }
        if (!approver.equals(named)) {
            return Optional.of(approver + " approved it for " + named + ", and nobody acts for another here");
        }
        return approver.equals(registrar) ? Optional.of(registrar + " registered it") : Optional.empty();
    }

    private static boolean isOneOf(@Nullable String name, @Nullable String one, @Nullable String other) {
        return name != null && (name.equals(one) || name.equals(other));
    }
}
