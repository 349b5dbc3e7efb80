package io.runledger.streams.views.model;

import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import io.runledger.streams.views.store.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.ReadOptions;

/** Reads what decisions have made of artifacts and tasks. */
public final class States {
    private final Database database;
    private final ReadOptions options;

    public States(Database database, ReadOptions options) {
        this.database = database;
        this.options = options;
    }

    /** The current state; empty if no decision gave one. */
    public Optional<GivenState> current(Subject subject) {
        return currentWithout(subject, Set.of());
    }

    /** What would be the current state without these decisions. */
    public Optional<GivenState> currentWithout(Subject subject, Set<String> decisionIds) {
        byte[] prefix = Layout.states(subject).bytes();
        try (Rows rows = database.iterator(Family.STATES, options)) {
            for (rows.seekForPrev(Range.after(prefix)); Range.within(rows, prefix); rows.prev()) {
                GivenState state = GivenState.of(subject, rows.key(), rows.value());
                if (!decisionIds.contains(state.decisionId())) {
                    return Optional.of(state);
                }
            }
        }
        return Optional.empty();
    }

    /** All states that decisions gave, by revision, of those above {@code after}. */
    public List<GivenState> history(Subject subject, long after, int limit) {
        byte[] prefix = Layout.states(subject).bytes();
        List<GivenState> states = new ArrayList<>();
        try (Rows rows = database.iterator(Family.STATES, options)) {
            rows.seek(Layout.states(subject).put(after + 1).bytes());
            while (states.size() < limit && Range.within(rows, prefix)) {
                states.add(GivenState.of(subject, rows.key(), rows.value()));
                rows.next();
            }
        }
        return states;
    }

    /** The tasks that are declared with a bundle, by name. */
    public List<String> tasksOfBundle(String run, String bundle, int limit) {
        return texts(Layout.tasksOfBundle(bundle).put(run).bytes(), limit);
    }

    /** The runs with a task that is declared with a bundle; a run is listed once for each task. */
    public List<String> runsOfBundle(String bundle, int limit) {
        return texts(Layout.tasksOfBundle(bundle).bytes(), limit);
    }

    private List<String> texts(byte[] prefix, int limit) {
        List<String> texts = new ArrayList<>();
        try (Rows rows = database.iterator(Family.STATES, options)) {
            for (rows.seek(prefix); texts.size() < limit && Range.within(rows, prefix); rows.next()) {
                texts.add(KeyReader.text(rows.key(), prefix.length));
            }
        }
        return texts;
    }
}
