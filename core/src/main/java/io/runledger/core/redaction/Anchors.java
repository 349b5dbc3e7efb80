package io.runledger.core.redaction;

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
    private static final int ASCII = 128;

    /** Characters that are in no anchor are one; so are a letter and its capital. Rows of a power of two are found by a shift. */
    private static final int ROW_BITS = 6;

    private static final int ROW = 1 << ROW_BITS;
    private static final int[] NONE = {};

    /** More states do not fit a character with the bit that tells whether an anchor ends. */
    private static final int MOST_STATES = 1 << 15;

    private final byte[] columns = new byte[ASCII];

    /** By state and column: the next state, doubled, and one more if an anchor ends there. Small, for it is read at random. */
    private final char[] next;

    private final int[][] ending;
    private final int[] lengths;

    /**
     * Of a list.
     *
     * @param anchors ASCII, in small letters; they are known by their place in this list
     * @throws IllegalArgumentException if they are too many
     */
    Anchors(List<String> anchors) {
        List<Map<Character, Integer>> edges = new ArrayList<>(List.of(new TreeMap<>()));
        List<Collection<Integer>> ends = new ArrayList<>(List.of(new TreeSet<>()));
        lengths = new int[anchors.size()];
        for (int anchor = 0; anchor < anchors.size(); anchor++) {
            int state = 0;
            lengths[anchor] = anchors.get(anchor).length();
            for (char c : anchors.get(anchor).toCharArray()) {
                column(c);
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
        if (edges.size() >= MOST_STATES) {
            throw new IllegalArgumentException("the rules have too many names and anchors");
        }
        for (char c = 'A'; c <= 'Z'; c++) {
            columns[c] = columns[c + 32];
        }
        int[] table = new int[edges.size() * ROW];
        int[] fallback = new int[edges.size()];
        Deque<Integer> open = new ArrayDeque<>(List.of(0));
        while (!open.isEmpty()) {
            int state = open.remove();
            ends.get(state).addAll(ends.get(fallback[state]));
            System.arraycopy(table, fallback[state] * ROW, table, state * ROW, ROW);
            edges.get(state).forEach((c, child) -> {
                fallback[child] = table[state * ROW + columns[c]];
                table[state * ROW + columns[c]] = child;
                open.add(child);
            });
        }
        ending = ends.stream()
                .map(all -> all.isEmpty() ? NONE : all.stream().mapToInt(i -> i).toArray())
                .toArray(int[][]::new);
        next = new char[table.length];
        for (int i = 0; i < table.length; i++) {
            next[i] = (char) (table[i] << 1 | (ending[table[i]].length > 0 ? 1 : 0));
        }
    }

    private void column(char c) {
        if (columns[c] != 0) {
            return;
        }
        int used = 0;
        for (byte column : columns) {
            used = Math.max(used, column);
        }
        if (used + 1 == ROW) {
            throw new IllegalArgumentException("the rules' names and anchors have too many different characters");
        }
        columns[c] = (byte) (used + 1);
    }

    /** The state after one more character; 0 is the first. */
    int step(int state, char c) {
        return c < ASCII ? next[state >> 1 << ROW_BITS | columns[c]] : 0;
    }

    /** Whether an anchor ends in this state; mostly none does. */
    boolean ends(int state) {
        return (state & 1) != 0;
    }

    /** The anchors that end in this state. */
    int[] ending(int state) {
        return ending[state >> 1];
    }

    int length(int anchor) {
        return lengths[anchor];
    }

    @Override
    public String toString() {
        return Arrays.toString(lengths);
    }
}
