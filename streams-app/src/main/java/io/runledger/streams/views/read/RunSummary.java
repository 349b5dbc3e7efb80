package io.runledger.streams.views.read;

import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.store.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as a whole.
 *
 * @param first place of its first record, event or artifact
 * @param eventsByType how many events there are of each type, by name
 */
public record RunSummary(
        int partition,
        String runId,
        Place first,
        long events,
        long artifacts,
        Optional<StoredRecord> firstEvent,
        Optional<StoredRecord> lastEvent,
        Map<String, Long> eventsByType,
        List<TaskCounts> tasks) {}
