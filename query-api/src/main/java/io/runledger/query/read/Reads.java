package io.runledger.query.read;

import io.javalin.http.Context;
import io.runledger.http.ProblemException;
import io.runledger.query.answer.Cursor;
import io.runledger.query.answer.Move;
import io.runledger.query.answer.Page;
import io.runledger.query.answer.PageRooms;
import io.runledger.query.answer.RunSilence;
import io.runledger.query.answer.RunView;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What one request reads: a run, or one thing of a run, by its id. Where no run is named each partition is asked which of its
 * runs have one. For one request.
 */
public final class Reads {
    private final PartitionReads partitions;

    public Reads(Context ctx, Views views) {
        this.partitions = new PartitionReads(ctx, views);
    }

    /** Pages of lists, read with the rest of this request. */
    public Lists lists() {
        return new Lists(partitions);
    }

    /** Counts over all partitions, read with the rest of this request. */
    public Sums sums() {
        return new Sums(partitions);
    }

    /** Whether what is read is a part that another node puts together. */
    public boolean isPart() {
        return partitions.isPart();
    }

    /**
     * The record with an id, in one run or wherever it is.
     *
     * @throws ProblemException 404 if there is none, 409 with the runs if several have one
     */
    public StoredRecord record(RecordKey.Kind kind, String id, Optional<String> run) {
        String of =
                run.orElseGet(() -> only(kind.word(), id, partitions.everywhere(reader -> reader.runsWith(kind, id))));
        RecordKey key = new RecordKey(kind, of, id);
        return partitions
                .of(of, reader -> {
                    if (reader.isErased(key)) {
                        throw ProblemException.gone(kind.word() + " " + id + " of run " + of + " was erased");
                    }
                    return reader.record(key);
                })
                .orElseThrow(() -> ProblemException.unknown("run " + of + " has no " + kind.word() + " " + id));
    }

    /**
     * A task, in one run or wherever it is.
     *
     * @throws ProblemException 404 if there is none, 409 with the runs if several have one
     */
    public TaskCounts task(String id, Optional<String> run) {
        if (run.isPresent()) {
            String of = run.get();
            return partitions
                    .of(of, reader -> reader.directory().task(of, id))
                    .orElseThrow(() -> ProblemException.unknown("run " + of + " has no task " + id));
        }
        List<TaskCounts> found =
                partitions.everywhere(reader -> reader.directory().runsOfTask(id));
        String of = only("task", id, found.stream().map(TaskCounts::runId).toList());
        return found.stream()
                .filter(task -> task.runId().equals(of))
                .findFirst()
                .orElseThrow();
    }

    public Optional<RejectedRecord> reject(Position position) {
        return partitions.in(position.partition(), reader -> reader.rejects().at(position.offset()));
    }

    public RunView run(String run, RunSilence silence) {
        return partitions
                .of(run, reader -> RunView.read(reader, run, silence))
                .orElseThrow(() -> ProblemException.unknown("there is no run " + run));
    }

    /**
     * The run that is named, else the only one that has such a thing.
     *
     * @throws ProblemException 404 if there is none, 409 with the runs if several have one
     */
    public String run(String kind, String id, Optional<String> named, Function<PartitionReader, Set<String>> runs) {
        return named.orElseGet(() -> only(kind, id, partitions.everywhere(reader -> List.copyOf(runs.apply(reader)))));
    }

    /** One page of what was granted to an artifact or a task, by revision. */
    public Page<Move> history(Subject subject, Optional<String> cursor, int limit, PageRooms.Room room) {
        int digest = (subject.runId() + '/' + subject.word()).hashCode();
        long after = cursor.map(text -> Cursor.parse(text, digest).place().sequence())
                .orElse(0L);
        return partitions.of(subject.runId(), reader -> {
            List<GivenState> states = reader.history(subject, after, limit + 1);
            List<Move> moves = new ArrayList<>();
            for (GivenState state : states.subList(0, Math.min(limit, states.size()))) {
                if (!moves.isEmpty() && !room.hasMore()) {
                    break;
                }
                Move move = Move.of(state, reader);
                room.take(2 * move.event().weight());
                moves.add(move);
            }
            List<Cursor> cursors = moves.stream()
                    .map(move -> new Cursor(
                            digest,
                            move.event().partition(),
                            new Place(move.state().revision(), move.state().decidedAt())))
                    .toList();
            boolean more = moves.size() < states.size();
            return new Page<>(moves, cursors, more ? Optional.of(cursors.get(moves.size() - 1)) : Optional.empty());
        });
    }

    private static String only(String kind, String id, List<String> runs) {
        if (runs.isEmpty()) {
            throw ProblemException.unknown("there is no " + kind + " " + id + " in any run");
        }
        if (runs.size() > 1) {
            throw ProblemException.conflict("several runs have a " + kind + " " + id + "; name the one with run_id")
                    .with("runs", runs);
        }
        return runs.get(0);
    }

    /** Reads a run's partition, in one piece. */
    public <T> T of(String run, Function<PartitionReader, T> read) {
        return partitions.of(run, read);
    }
}
