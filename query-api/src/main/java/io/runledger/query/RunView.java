package io.runledger.query;

import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.Dimension;
import io.runledger.streams.views.PartitionReader;
import io.runledger.streams.views.RecordQuery;
import io.runledger.streams.views.RunSummary;
import io.runledger.streams.views.StoredRecord;
import io.runledger.streams.views.TaskCounts;
import io.runledger.v1.Event;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A run as a whole with its life and that of its tasks, read in one piece. */
record RunView(RunSummary summary, RunLife life, List<OfTask> tasks) {
    /** Of more tasks than this the events are not looked up. */
    private static final int TIMED_TASKS = 1_000;

    /**
     * One of its tasks.
     *
     * @param first its first event, if it has one and was looked up
     * @param last its last event, likewise
     */
    record OfTask(TaskCounts counts, Optional<Event> first, Optional<Event> last) {
        private static OfTask read(TaskCounts task, PartitionReader reader) {
            RecordQuery events = RecordQuery.all(Kind.EVENT)
                    .run(Optional.of(task.runId()))
                    .where(Dimension.TASK, Optional.of(task.taskId()));
            return new OfTask(task, event(reader, events), event(reader, events.descending(true)));
        }

        private static Optional<Event> event(PartitionReader reader, RecordQuery query) {
            return reader.page(query, 1).stream()
                    .map(StoredRecord::record)
                    .map(Event.class::cast)
                    .findFirst();
        }
    }

    /** Empty if there is no such run. */
    static Optional<RunView> read(PartitionReader reader, String run) {
        return reader.directory()
                .run(run)
                .map(summary -> new RunView(summary, RunLife.read(reader, run), tasks(summary.tasks(), reader)));
    }

    private static List<OfTask> tasks(List<TaskCounts> tasks, PartitionReader reader) {
        return IntStream.range(0, tasks.size())
                .mapToObj(i -> i < TIMED_TASKS
                        ? OfTask.read(tasks.get(i), reader)
                        : new OfTask(tasks.get(i), Optional.empty(), Optional.empty()))
                .toList();
    }
}
