package io.runledger.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** One figure, as it came out of each round. */
record Rounds(List<Double> values) {
    Rounds {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        values = List.copyOf(values);
    }

    static Rounds of(double value) {
        return new Rounds(List.of(value));
    }

    static Rounds of(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return new Rounds(samples.stream().mapToDouble(figure).boxed().toList());
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double low() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double high() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** Round by round, where there are as many of the other; else of the medians. */
    Rounds over(Rounds limit) {
        return values.size() == limit.values.size()
                ? new Rounds(IntStream.range(0, values.size())
                        .mapToObj(i -> values.get(i) / limit.values.get(i))
                        .toList())
                : of(median() / limit.median());
    }
}
