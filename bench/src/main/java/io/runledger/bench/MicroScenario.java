package io.runledger.bench;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The steps that every event takes, one by one, by JMH: time and allocation of each. They have no limit but themselves. */
final class MicroScenario implements Scenario {
    @Override
    public String name() {
        return "micro";
    }

    @Override
    public String about() {
        return "codec, canonical JSON, digest, redaction and apply by themselves, with what they allocate";
    }

    @Override
    public boolean onlyByName() {
        return true;
    }

    @Override
    public void measure(Bench bench) throws Exception {
        TimeValue iteration = TimeValue.nanoseconds(bench.window().toNanos() / 2);
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("^io\\.runledger\\..*Benchmark\\.")
                        .verbosity(VerboseMode.SILENT)
                        .forks(bench.rounds() > 1 ? 1 : 0)
                        .warmupIterations(2 * bench.warmUps())
                        .measurementIterations(bench.rounds())
                        .warmupTime(iteration)
                        .measurementTime(iteration)
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        results.stream()
                .sorted(Comparator.comparing(result -> result.getParams().getBenchmark()))
                .forEach(result -> add(bench, result));
    }

    private void add(Bench bench, RunResult result) {
        String full = result.getParams().getBenchmark();
        String what = full.substring(full.lastIndexOf('.') + 1);
        List<Double> nanos = result.getAggregatedResult().getIterationResults().stream()
                .map(iteration -> iteration.getPrimaryResult().getScore())
                .toList();
        bench.report().add(name(), Measured.of(what, "ns an event", new Rounds(nanos)));
        double allocated = Objects.requireNonNull(
                        result.getSecondaryResults().get("gc.alloc.rate.norm"), "JMH measured no allocation")
                .getScore();
        bench.report().add(name(), Measured.of(what + ", allocated", "bytes an event", Rounds.of(allocated)));
    }
}
