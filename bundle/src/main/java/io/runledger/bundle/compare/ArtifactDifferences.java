package io.runledger.bundle.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Artifacts of two runs side by side. Their ids differ from run to run, so they are the same where their content is; of the
 * others those of one name are one that changed, or of which nobody can say whether it did: one of the two has no checksum, or
 * they have been made in different ways.
 */
final class ArtifactDifferences {
    private final List<Pair> same;
    private final List<Pair> changed;
    private final List<Pair> unknown;
    private final List<ComparedArtifact> onlyBaseline;
    private final List<ComparedArtifact> onlyCandidate;

    private record Pair(ComparedArtifact baseline, ComparedArtifact candidate) {}

    ArtifactDifferences(List<ComparedArtifact> baseline, List<ComparedArtifact> candidate) {
        onlyBaseline = new ArrayList<>(baseline);
        onlyCandidate = new ArrayList<>(candidate);
        same = pairs(artifact -> artifact.content().map(content -> content + "\n" + artifact.name()));
        same.addAll(pairs(ComparedArtifact::content));
        changed = pairs(ComparedArtifact::comparableName);
        unknown = pairs(artifact -> Optional.of(artifact.name()));
    }

    /** Takes those that have the same key out of both. */
    private List<Pair> pairs(Function<ComparedArtifact, Optional<String>> key) {
        Map<String, List<ComparedArtifact>> candidates = new TreeMap<>();
        List<ComparedArtifact> without = new ArrayList<>();
        onlyCandidate.forEach(artifact -> key.apply(artifact)
                .map(name -> candidates.computeIfAbsent(name, any -> new ArrayList<>()))
                .orElse(without)
                .add(artifact));
        List<Pair> pairs = new ArrayList<>();
        List<ComparedArtifact> left = new ArrayList<>();
        for (ComparedArtifact artifact : onlyBaseline) {
            List<ComparedArtifact> of = key.apply(artifact)
                    .map(name -> candidates.getOrDefault(name, List.of()))
                    .orElse(List.of());
            if (of.isEmpty()) {
                left.add(artifact);
            } else {
                pairs.add(new Pair(artifact, of.remove(0)));
            }
        }
        onlyBaseline.clear();
        onlyBaseline.addAll(left);
        onlyCandidate.clear();
        onlyCandidate.addAll(without);
        candidates.values().stream().flatMap(Collection::stream).forEach(onlyCandidate::add);
        return pairs;
    }

    Outcome outcome() {
        return Outcome.of(changed.isEmpty() && onlyBaseline.isEmpty() && onlyCandidate.isEmpty())
                .and(unknown.isEmpty() ? Outcome.EQUAL : Outcome.UNKNOWN);
    }

    ObjectNode json() {
        ObjectNode json = outcome().putInto(Json.MAPPER.createObjectNode());
        json.put("same", same.size());
        put(changed, json.putArray("changed"));
        put(unknown, json.putArray("unknown"));
        onlyBaseline.forEach(artifact -> json.withArrayProperty("only_baseline").add(artifact.json()));
        onlyCandidate.forEach(
                artifact -> json.withArrayProperty("only_candidate").add(artifact.json()));
        json.withArrayProperty("only_baseline");
        json.withArrayProperty("only_candidate");
        return json;
    }

    private static void put(List<Pair> pairs, ArrayNode json) {
        for (Pair pair : pairs) {
            ObjectNode both = json.addObject();
            both.set("baseline", pair.baseline.json());
            both.set("candidate", pair.candidate.json());
        }
    }
}
