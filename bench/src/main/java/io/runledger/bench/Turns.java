package io.runledger.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lets contenders take turns (ours, limit, ours, limit, ...), so that all meet the same machine: whatever else it does, it
 * does to each. The first rounds warm up and are not counted.
 */
final class Turns {
    private Turns() {}

    /** One turn. */
    interface Turn {
        Sample take() throws Exception;
    }

    /**
     * What each contender did in each round that counts.
     *
     * @param before runs before every turn and is not measured
     */
    static List<List<Sample>> take(int warmUps, int rounds, Step before, List<Turn> contenders) throws Exception {
        List<List<Sample>> samples =
                contenders.stream().<List<Sample>>map(each -> new ArrayList<>()).toList();
        for (int round = -warmUps; round < rounds; round++) {
            for (int i : IntStream.range(0, contenders.size()).toArray()) {
                before.run();
                Sample sample = contenders.get(i).take();
                if (round >= 0) {
                    samples.get(i).add(sample);
                }
            }
        }
        return samples;
    }

    /** What has to be done before a turn. */
    interface Step {
        void run() throws Exception;
    }
}
