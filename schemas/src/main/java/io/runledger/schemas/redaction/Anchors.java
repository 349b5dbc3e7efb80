package io.runledger.schemas.redaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds many short texts in one pass, whatever their case (Aho and Corasick, 1975): the first look at every text, so that one
 * without an anchor costs a table's look-up for each character. Immutable.
 */
final class Anchors {
    private static final int ALPHABET = 128;
    private static final int[] NONE = {};

    /** Set in a state where an anchor ends. */
    private static final int ENDS = 1;

    /** By state and character; states are counted in rows of the alphabet, so that their lowest bits are free. */
    private final int[] next;

    private final int[][] ending;
    private final int[] lengths;

    /** @param anchors ASCII, in small letters; they are known by their place in this list */
    Anchors(List<String> anchors) {
        List<Map<Character, Integer>> edges = new ArrayList<>(List.of(new TreeMap<>()));
        List<Collection<Integer>> ends = new ArrayList<>(List.of(new TreeSet<>()));
        lengths = new int[anchors.size()];
        for (int anchor = 0; anchor < anchors.size(); anchor++) {
            int state = 0;
            lengths[anchor] = anchors.get(anchor).length();
            for (char c : anchors.get(anchor).toCharArray()) {
                Integer known = edges.get(state).get(c);
                if (known == null) {
                    known = edges.size();
                    edges.get(state).put(c, known);
                    edges.add(new TreeMap<>());
                    ends.add(new TreeSet<>());
                }
                state = known;
            }
            ends.get(state).add(anchor);
        }
        next = new int[edges.size() * ALPHABET];
        int[] fallback = new int[edges.size()];
        Deque<Integer> open = new ArrayDeque<>(List.of(0));
        while (!open.isEmpty()) {
            int state = open.remove();
            ends.get(state).addAll(ends.get(fallback[state]));
            System.arraycopy(next, fallback[state] * ALPHABET, next, state * ALPHABET, ALPHABET);
            edges.get(state).forEach((c, child) -> {
                fallback[child] = next[state * ALPHABET + c] / ALPHABET;
                next[state * ALPHABET + c] = child * ALPHABET;
                open.add(child);
            });
        }
        ending = ends.stream()
                .map(all -> all.isEmpty() ? NONE : all.stream().mapToInt(i -> i).toArray())
                .toArray(int[][]::new);
        for (int i = 0; i < next.length; i++) {
            next[i] |= ending[next[i] / ALPHABET].length > 0 ? ENDS : 0;
        }
    }

    /** The state behind one more character; 0 is the first. */
    int step(int state, char c) {
        int folded = c >= 'A' && c <= 'Z' ? c + 32 : c;
        return folded < ALPHABET ? next[(state & -ALPHABET) + folded] : 0;
    }

    /** Whether an anchor ends in this state; mostly none does. */
    boolean ends(int state) {
        return (state & ENDS) != 0;
    }

    /** The anchors that end in this state. */
    int[] ending(int state) {
        return ending[state / ALPHABET];
    }

    int length(int anchor) {
        return lengths[anchor];
    }

    @Override
    public String toString() {
        return Arrays.toString(lengths);
    }
}
