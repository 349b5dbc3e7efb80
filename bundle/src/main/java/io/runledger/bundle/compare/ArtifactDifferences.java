package io.runledger.bundle.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Artifacts of two runs side by side. Their ids differ from run to run, so they are the same where their content is; of the
 * others those of one name are one that changed.
 */
final class ArtifactDifferences {
    private final List<Pair> same;
    private final List<Pair> changed;
    private final List<ComparedArtifact> onlyBaseline;
    private final List<ComparedArtifact> onlyCandidate;

    private record Pair(ComparedArtifact baseline, ComparedArtifact candidate) {}

    ArtifactDifferences(List<ComparedArtifact> baseline, List<ComparedArtifact> candidate) {
        onlyBaseline = new ArrayList<>(baseline);
        onlyCandidate = new ArrayList<>(candidate);
        same = pairs(artifact -> artifact.name() + "\n" + artifact.content());
        same.addAll(pairs(ComparedArtifact::content));
        changed = pairs(ComparedArtifact::name);
    }

    /** Takes those that have the same key out of both. */
    private List<Pair> pairs(Function<ComparedArtifact, String> key) {
        Map<String, List<ComparedArtifact>> candidates = new TreeMap<>();
        onlyCandidate.forEach(artifact -> candidates
                .computeIfAbsent(key.apply(artifact), any -> new ArrayList<>())
                .add(artifact));
        List<Pair> pairs = new ArrayList<>();
        List<ComparedArtifact> left = new ArrayList<>();
        for (ComparedArtifact artifact : onlyBaseline) {
            List<ComparedArtifact> of = candidates.getOrDefault(key.apply(artifact), List.of());
            if (of.isEmpty()) {
                left.add(artifact);
            } else {
                pairs.add(new Pair(artifact, of.remove(0)));
            }
        }
        onlyBaseline.clear();
        onlyBaseline.addAll(left);
        onlyCandidate.clear();
        candidates.values().stream().flatMap(Collection::stream).forEach(onlyCandidate::add);
        return pairs;
    }

    boolean areEqual() {
        return changed.isEmpty() && onlyBaseline.isEmpty() && onlyCandidate.isEmpty();
    }

    ObjectNode json() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("equal", areEqual());
        json.put("same", same.size());
        ArrayNode pairs = json.putArray("changed");
        for (Pair pair : changed) {
            ObjectNode both = pairs.addObject();
            both.set("baseline", pair.baseline.json());
            both.set("candidate", pair.candidate.json());
        }
        onlyBaseline.forEach(artifact -> json.withArrayProperty("only_baseline").add(artifact.json()));
        onlyCandidate.forEach(
                artifact -> json.withArrayProperty("only_candidate").add(artifact.json()));
        json.withArrayProperty("only_baseline");
        json.withArrayProperty("only_candidate");
        return json;
    }
}
