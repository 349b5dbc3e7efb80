package io.runledger.query.answer;

import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RunSummary;
import io.runledger.streams.views.read.RunTimes;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A run as a whole with its life, the attempts at it and the times of its tasks, read in one piece. */
public record RunView(RunSummary summary, RunLife life, List<RunAttempt> attempts, List<OfTask> tasks) {
    /** Of more tasks than this the times are not looked up. */
    private static final int TIMED_TASKS = 1_000;

    /**
     * One of its tasks.
     *
     * @param work from its first to its last, if its producers told of any and it was looked up
     */
    record OfTask(TaskCounts counts, Optional<RunTimes.Span> work) {}

    /** Empty if there is no such run. */
    public static Optional<RunView> read(PartitionReader reader, String run, RunSilence silence) {
        return reader.directory().run(run).map(summary -> {
            RunLife life = RunLife.read(reader, run, silence);
            RunTimes times = reader.times(run);
            return new RunView(summary, life, RunAttempt.read(times, life), tasks(summary.tasks(), times));
        });
    }

    private static List<OfTask> tasks(List<TaskCounts> tasks, RunTimes times) {
        return IntStream.range(0, tasks.size())
                .mapToObj(i -> new OfTask(
                        tasks.get(i),
                        i < TIMED_TASKS ? times.ofTask(tasks.get(i).taskId()) : Optional.empty()))
                .toList();
    }
}
