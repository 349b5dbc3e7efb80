package io.runledger.streams.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.runledger.core.review.ArtifactState;
import io.runledger.core.review.Asked;
import io.runledger.core.review.Decision;
import io.runledger.core.review.Evidence;
import io.runledger.core.review.ProofRequirement;
import io.runledger.core.review.ReviewJson;
import io.runledger.core.review.TaskState;
import io.runledger.core.storage.Breach;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the guard knows of a partition's artifacts, tasks and files. Everything here may be told again, in the same order, and
 * is then written again: after a crash the table may hold what its changelog lost.
 *
 * <p>A guard that was paused while others took its place goes on for a moment, and writes what it makes of records that the
 * others are beyond; its writes stand last in the changelog. So nothing here is overwritten with anything else: what follows
 * from a record is the same for all guards, what changes is numbered ({@link Newest}), and what is erased stays so whatever
 * is written beside it.
 */
final class GuardState {
    /** The most attached artifacts, or files, that are looked at and named for a completion. */
    static final int MOST_EVIDENCE = 1000;

    static final byte[] NOTHING = new byte[0];

    private final GuardTable table;
    private final Newest newest;
    private final GuardFiles files;

    GuardState(GuardTable table) {
        this.table = table;
        this.newest = new Newest(table);
        this.files = new GuardFiles(table);
    }

    GuardFiles files() {
        return files;
    }

    boolean isFilled() {
        return table.get(GuardKeys.FILLED) != null;
    }

    void filled() {
        table.put(GuardKeys.FILLED, NOTHING);
    }

    /** The value of the decision on a request; null if there is none yet. */
    byte @Nullable [] verdict(RecordKey request) {
        return table.get(GuardKeys.verdict(request));
    }

    void verdict(RecordKey request, byte[] decision) {
        table.put(GuardKeys.verdict(request), decision);
    }

    boolean isDecidedElsewhere(RecordKey request) {
        return table.get(GuardKeys.elsewhere(request)) != null;
    }

    /** Its decision was imported. */
    void decidedElsewhere(RecordKey request) {
        table.put(GuardKeys.elsewhere(request), NOTHING);
    }

    boolean isErased(RecordKey key) {
        return table.get(GuardKeys.erased(key)) != null;
    }

    /** The first record of an artifact stays, unless a healing copy says what it was; a decided state stands over both. */
    void register(Artifact artifact, boolean isHealing) {
        String run = artifact.getRunId();
        String id = artifact.getArtifactId();
        if (isErased(RecordKey.of(artifact))) {
            return;
        }
        ArtifactState standing = artifact(run, id);
        String healed = isHealing ? "1" : "0";
        if (isHealing || newest.get(GuardKeys.kept(run, id)) == null) {
            String metadata = artifact.getMetadata();
            newest.put(
                    GuardKeys.kept(run, id),
                    healed,
                    GuardKeys.key(
                            artifact.getStorageProvider(), artifact.getLocation(), metadata == null ? "" : metadata));
        } else {
            newest.again(GuardKeys.kept(run, id));
        }
        if (isHealing || newest.get(GuardKeys.type(run, id)) == null) {
            newest.put(
                    GuardKeys.type(run, id), healed, artifact.getArtifactType().getBytes(UTF_8));
        } else {
            newest.again(GuardKeys.type(run, id));
        }
        if (standing == null || (isHealing && standing.revision() == 1)) {
            put(run, id, ArtifactState.of(artifact), healed);
        } else {
            hint(run, id, standing);
            newest.again(GuardKeys.artifact(run, id));
        }
    }

    /** What the record of an artifact breaks of a policy; empty if nothing, or if there is no such artifact. */
    List<Breach> breaches(StoragePolicy policy, String run, String id) {
        byte[] kept = newest.get(GuardKeys.kept(run, id));
        if (kept == null) {
            return List.of();
        }
        List<String> parts = GuardKeys.parts(kept);
        return policy.breaches(parts.get(0), parts.get(1), parts.get(2).isEmpty() ? null : parts.get(2));
    }

    void erase(RecordKey key) {
        table.put(GuardKeys.erased(key), NOTHING);
        if (key.kind() == RecordKey.Kind.ARTIFACT) {
            newest.delete(GuardKeys.artifact(key.runId(), key.id()));
            newest.delete(GuardKeys.kept(key.runId(), key.id()));
            newest.delete(GuardKeys.type(key.runId(), key.id()));
            return;
        }
        files.erase(key.runId(), key.id());
    }

    /** What a decision makes of its subject, unless a later one was seen. */
    void apply(Event event, Decision decision) {
        String id = event.getSubjectId();
        if (decision.state() == null || id == null) {
            return;
        }
        String run = event.getRunId();
        switch (decision.requestType().subject()) {
            case ARTIFACT -> {
                ArtifactState state = decision.artifact();
                ArtifactState standing = artifact(run, id);
                if (!isErased(new RecordKey(RecordKey.Kind.ARTIFACT, run, id))
                        && (standing == null || state.revision() >= standing.revision())) {
                    put(run, id, state, "0" + event.getEventId());
                }
            }
            case TASK -> {
                TaskState state = decision.task();
                TaskState standing = task(run, id);
                if (standing == null || state.revision() >= standing.revision()) {
                    newest.put(
                            GuardKeys.task(run, id),
                            GuardKeys.number(state.revision()) + event.getEventId(),
                            json(state));
                }
            }
        }
    }

    /** Null if there is none, or it was erased. */
    @Nullable
    ArtifactState artifact(String run, String id) {
        return isErased(new RecordKey(RecordKey.Kind.ARTIFACT, run, id))
                ? null
                : read(newest.get(GuardKeys.artifact(run, id)), ArtifactState.class);
    }

    /** Null if it was not declared. */
    @Nullable
    TaskState task(String run, String id) {
        return read(newest.get(GuardKeys.task(run, id)), TaskState.class);
    }

    /**
     * What there is for completing a task; an artifact that counts, if there is one, comes last and ends the list.
     *
     * @param fourEyes whether the ledger asks for another person whatever the task does
     */
    Evidence evidence(
            String run,
            String task,
            @Nullable TaskState declared,
            @Nullable List<String> named,
            Asked asked,
            boolean fourEyes) {
        return new Evidence(
                declared == null ? List.of() : candidates(run, task, declared, asked, fourEyes),
                files.evidence(run, task, named));
    }

    private List<Evidence.Candidate> candidates(
            String run, String of, TaskState declared, Asked asked, boolean fourEyes) {
        ProofRequirement required = declared.proofRequirement();
        String task = required.task(of);
        String bundle = required.bundle(declared.bundleId());
        Set<String> hinted = new LinkedHashSet<>(last(GuardKeys.onTask(run, task, "")));
        if (bundle != null) {
            hinted.addAll(last(GuardKeys.inBundle(run, bundle, "")));
        }
        Map<String, Evidence.Candidate> candidates = new LinkedHashMap<>();
        for (String id : hinted) {
            ArtifactState state = artifact(run, id);
            if (state != null
                    && (task.equals(state.taskId()) || (bundle != null && bundle.equals(state.bundleId())))
                    && isOfType(required, run, id)) {
                Evidence.Candidate candidate =
                        Evidence.Candidate.of(id, state, asked, fourEyes || required.needsFourEyes());
                if (candidate.counts() || candidates.size() < MOST_EVIDENCE) {
                    candidates.put(id, candidate);
                }
                if (candidate.counts()) {
                    break;
                }
            }
        }
        return List.copyOf(candidates.values());
    }

    private boolean isOfType(ProofRequirement required, String run, String id) {
        if (required.artifactType() == null) {
            return true;
        }
        byte[] type = newest.get(GuardKeys.type(run, id));
        return type != null && required.takes(new String(type, UTF_8));
    }

    /** The last parts of all keys with this prefix. */
    private List<String> last(byte[] prefix) {
        List<String> last = new ArrayList<>();
        for (byte[] key : table.keys(prefix, Integer.MAX_VALUE)) {
            List<String> parts = GuardKeys.parts(key);
            last.add(parts.get(parts.size() - 1));
        }
        return last;
    }

    /**
     * @param of "1" if a healing copy says so, which wins over what the artifact's record says; with the id of the decision
     *     that does, for of two with the same revision the greater id stands, as in the views
     */
    private void put(String run, String id, ArtifactState state, String of) {
        hint(run, id, state);
        newest.put(GuardKeys.artifact(run, id), GuardKeys.number(state.revision()) + of, json(state));
    }

    /** Before the state: one too many is passed over, one that is missing would hide the artifact. So none is taken away. */
    private void hint(String run, String id, ArtifactState state) {
        if (state.taskId() != null) {
            table.put(GuardKeys.onTask(run, state.taskId(), id), NOTHING);
        }
        if (state.bundleId() != null) {
            table.put(GuardKeys.inBundle(run, state.bundleId(), id), NOTHING);
        }
    }

    private static byte[] json(Object state) {
        return ReviewJson.tree(state).toString().getBytes(UTF_8);
    }

    private static <S> @Nullable S read(byte @Nullable [] json, Class<S> type) {
        if (json == null) {
            return null;
        }
        try {
            return ReviewJson.read(new String(json, UTF_8), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a state of the guard that cannot be read", e);
        }
    }
}
