package io.runledger.streams.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lives of artifacts and the proof of tasks once more, as people would put them, in plain maps and without a
 * line of what it is compared with. Each answer is a word: the state and its revision, or why not.
 */
final class ReviewModel {
    private static final Map<String, Set<String>> REVIEWS = Map.of(
            "draft", Set.of("needs-review", "approved", "rejected"),
            "needs-review", Set.of("approved", "rejected"),
            "rejected", Set.of("needs-review"));

    private final Map<String, Artifact> artifacts = new HashMap<>();
    private final Map<String, Task> tasks = new HashMap<>();
    private final Map<String, Registration> registrations = new LinkedHashMap<>();

    private record Registration(String file, @Nullable String task) {}

    private static final class Artifact {
        String status = "draft";
        String type = "";
        long revision = 1;

        @Nullable
        String task;

        @Nullable
        String bundle;
    }

    private static final class Task {
        boolean isDone;
        long revision;

        @Nullable
        String bundle;

        String proof = "none";

        @Nullable
        String linkName;

        boolean withFile;
        Counting counting = new Counting(null, null, null);
    }

    /** Which artifacts count for a task. */
    record Counting(
            @Nullable String type,
            @Nullable String task,
            @Nullable String scope) {
        boolean takes(Artifact artifact, String own, @Nullable String bundle) {
            boolean isThere = (task == null ? own : task).equals(artifact.task)
                    || ("bundle".equals(scope) && task == null && bundle != null && bundle.equals(artifact.bundle));
            return isThere && (type == null || type.equals(artifact.type));
        }
    }

    void register(String id, String type, String status, @Nullable String task) {
        Artifact artifact = new Artifact();
        artifact.type = type;
        artifact.status = status;
        artifact.task = task;
        artifacts.putIfAbsent(id, artifact);
    }

    /** An event that comes again moves behind those that came since; of a file's events the first counts. */
    void file(String event, String id, @Nullable String task) {
        registrations.remove(event);
        registrations.put(event, new Registration(id, task));
    }

    private Map<String, @Nullable String> taskOfFile() {
        Map<String, @Nullable String> taskOfFile = new LinkedHashMap<>();
        for (Registration each : registrations.values()) {
            if (!taskOfFile.containsKey(each.file)) {
                taskOfFile.put(each.file, each.task);
            }
        }
        return taskOfFile;
    }

    String review(String id, String to, @Nullable Long revision) {
        Artifact artifact = artifacts.get(id);
        if (artifact == null || isStale(artifact, revision)) {
            return artifact == null ? "unknown" : "stale-revision";
        }
        if (!REVIEWS.getOrDefault(artifact.status, Set.of()).contains(to)) {
            return "illegal-move";
        }
        return moved(artifact, to);
    }

    String archive(String id) {
        Artifact artifact = artifacts.get(id);
        if (artifact == null) {
            return "unknown";
        }
        return artifact.status.equals("archived") ? "illegal-move" : moved(artifact, "archived");
    }

    String supersede(String id, String by) {
        Artifact artifact = artifacts.get(id);
        if (artifact == null) {
            return "unknown";
        }
        if (by.equals(id) || !artifacts.containsKey(by)) {
            return "malformed";
        }
        return Set.of("archived", "superseded").contains(artifact.status)
                ? "illegal-move"
                : moved(artifact, "superseded");
    }

    String attach(String id, @Nullable String task, @Nullable String bundle) {
        Artifact artifact = artifacts.get(id);
        if (artifact == null) {
            return "unknown";
        }
        if (Set.of("archived", "superseded").contains(artifact.status)) {
            return "illegal-move";
        }
        artifact.task = task == null ? artifact.task : task;
        artifact.bundle = bundle == null ? artifact.bundle : bundle;
        return moved(artifact, artifact.status);
    }

    String declare(
            String id,
            String proof,
            @Nullable String bundle,
            @Nullable String linkName,
            boolean withFile,
            Counting counting) {
        Task task = tasks.computeIfAbsent(id, key -> new Task());
        if (task.isDone) {
            return "illegal-move";
        }
        task.proof = proof;
        task.bundle = bundle;
        task.linkName = linkName;
        task.withFile = withFile;
        task.counting = counting;
        task.revision++;
        return "open@" + task.revision;
    }

    /** @param given names of what the completion brings: comment, url, external-status, and the name of its link */
    String complete(String id, Set<String> given, @Nullable String linkName, List<String> files) {
        Task task = tasks.get(id);
        if (task == null) {
            return "unknown";
        }
        if (task.isDone) {
            return "illegal-move";
        }
        Set<String> missing = new TreeSet<>();
        if (task.proof.equals("artifact")
                && artifacts.values().stream()
                        .filter(artifact -> artifact.status.equals("approved"))
                        .noneMatch(artifact -> task.counting.takes(artifact, id, task.bundle))) {
            missing.add("artifact");
        }
        if (Set.of("comment", "url", "external-status").contains(task.proof) && !given.contains(task.proof)) {
            missing.add(task.proof);
        }
        if (task.linkName != null && (!given.contains("url") || !task.linkName.equals(linkName))) {
            missing.add("link-name");
        }
        if (task.withFile || task.proof.equals("file")) {
            Set<String> found = new HashSet<>(files);
            found.retainAll(taskOfFile().keySet());
            if (found.isEmpty() && !taskOfFile().containsValue(id)) {
                missing.add("file");
            }
        }
        if (!missing.isEmpty()) {
            return "blocked by " + new ArrayList<>(missing);
        }
        task.isDone = true;
        task.revision++;
        return "completed@" + task.revision;
    }

    private static boolean isStale(Artifact artifact, @Nullable Long revision) {
        return revision != null && revision != artifact.revision;
    }

    private static String moved(Artifact artifact, String to) {
        artifact.status = to;
        artifact.revision++;
        return to + "@" + artifact.revision;
    }
}
