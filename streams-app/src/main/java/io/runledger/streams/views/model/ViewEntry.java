package io.runledger.streams.views.model;

import io.runledger.core.run.Moment;
import io.runledger.core.run.Work;
import io.runledger.schemas.contract.BuiltInPayload;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.Subject;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * An accepted record and everything the views hold of it. What {@link #postings} and {@link #counters} list is all that
 * an entry adds, so that it is removed by listing the same.
 *
 * @param dimensions what it can be asked for by
 * @param origin where it came from, if it was imported
 * @param wire the value's bytes as they are on the log
 * @param state what decisions have made of it; of artifacts only
 * @param grant what it gives to another record, if it is a decision
 */
public record ViewEntry(
        RecordKey key,
        Map<Dimension, String> dimensions,
        Place place,
        Optional<Origin> origin,
        SpecificRecord record,
        byte[] wire,
        Optional<GivenState> state,
        Grant grant) {

    /** As it was written, without what decisions have made of it: {@link #under} adds that. */
    public static ViewEntry of(SpecificRecord record, Place place, Optional<Origin> origin, byte[] wire) {
        Map<Dimension, String> dimensions;
        if (record instanceof Event event) {
            dimensions = dimensions(event);
        } else if (record instanceof Artifact artifact) {
            dimensions = dimensions(artifact);
        } else {
            throw new IllegalArgumentException(
                    "no view of " + record.getSchema().getFullName());
        }
        return new ViewEntry(
                RecordKey.of(record), dimensions, place, origin, record, wire, Optional.empty(), new Grant(record));
    }

    /** The same record in another place. */
    public ViewEntry at(Place other) {
        return new ViewEntry(key, dimensions, other, origin, record, wire, state, grant);
    }

    /** The same record under its current state. */
    public ViewEntry under(States states) {
        return isArtifact() ? under(states.current(Subject.artifact(key.runId(), key.id()))) : this;
    }

    /** Only an artifact has states of its own. */
    public boolean isArtifact() {
        return key.kind() == RecordKey.Kind.ARTIFACT;
    }

    /** The same artifact under this state. */
    public ViewEntry under(Optional<GivenState> given) {
        Map<Dimension, String> moved = dimensions((Artifact) record);
        given.map(GivenState::artifact).ifPresent(artifact -> {
            moved.put(Dimension.STATUS, artifact.status().word());
            put(moved, Dimension.TASK, artifact.taskId());
            put(moved, Dimension.BUNDLE, artifact.bundleId());
        });
        return new ViewEntry(key, moved, place, origin, record, wire, given, grant);
    }

    /** The state that it gives to what it is about; empty unless it is a decision that grants something. */
    public Optional<GivenState> gives() {
        return grant.state();
    }

    private static Map<Dimension, String> dimensions(Event event) {
        Map<Dimension, String> dimensions = new EnumMap<>(Dimension.class);
        dimensions.put(Dimension.TYPE, event.getEventType());
        put(dimensions, Dimension.TASK, event.getTaskId());
        dimensions.put(Dimension.PRODUCER, event.getProducer());
        String kind = event.getSubjectKind();
        String subject = event.getSubjectId();
        if (kind != null && subject != null) {
            dimensions.put(Dimension.SUBJECT, Subject.word(kind, subject));
        }
        return dimensions;
    }

    private static Map<Dimension, String> dimensions(Artifact artifact) {
        Map<Dimension, String> dimensions = new EnumMap<>(Dimension.class);
        dimensions.put(Dimension.TYPE, artifact.getArtifactType());
        put(dimensions, Dimension.TASK, artifact.getTaskId());
        dimensions.put(Dimension.PRODUCER, artifact.getCreatedBy());
        dimensions.put(Dimension.STATUS, artifact.getStatus());
        put(dimensions, Dimension.BUNDLE, artifact.getBundleId());
        put(dimensions, Dimension.ASSISTANT_JOB, artifact.getAssistantJobId());
        dimensions.put(Dimension.STORAGE_PROVIDER, artifact.getStorageProvider());
        dimensions.put(Dimension.DATA_CLASS, artifact.getDataClass());
        return dimensions;
    }

    private static void put(Map<Dimension, String> dimensions, Dimension dimension, @Nullable String value) {
        if (value != null) {
            dimensions.put(dimension, value);
        }
    }

    public byte[] recordKey() {
        return Layout.record(key.kind(), key.runId(), place.sequence());
    }

    /** Its keys in the posting lists. */
    public List<byte[]> postings() {
        RecordKey.Kind kind = key.kind();
        String run = key.runId();
        List<byte[]> postings = new ArrayList<>(7 + 2 * dimensions.size());
        postings.add(Layout.posting(Layout.allPostings(kind), place));
        postings.add(Layout.posting(Layout.timedRunPostings(kind, run), place));
        postings.add(Layout.following(kind, place.sequence()));
        dimensions.forEach((dimension, value) -> {
            postings.add(Layout.posting(Layout.postings(kind, dimension, value), place));
            postings.add(Layout.runPostings(kind, run, dimension, value)
                    .put(place.sequence())
                    .bytes());
        });
        origin.ifPresent(from -> postings.add(Layout.origin(run, place, from)));
        if (record instanceof Event event) {
            addTimes(event, postings);
        }
        return postings;
    }

    /** What is in order of the producers' time: how a run went, and when it and its tasks were at work. */
    private static void addTimes(Event event, List<byte[]> postings) {
        String run = event.getRunId();
        Moment moment = new Moment(event.getOccurredAt(), event.getEventId());
        switch (event.getEventType()) {
            case BuiltInPayload.RUN_STARTED -> postings.add(Layout.moment(Layout.starts(run), moment));
            case BuiltInPayload.RUN_FINISHED -> postings.add(Layout.moment(Layout.ends(run), moment));
            default -> {
                // tells of no attempt
            }
        }
        if (Work.is(event.getEventType())) {
            postings.add(Layout.moment(Layout.workOfRun(run), moment));
            if (event.getTaskId() != null) {
                postings.add(Layout.moment(Layout.workOfTask(run, event.getTaskId()), moment));
            }
        }
    }

    /** Keys of the counters it counts in. */
    public List<byte[]> counters() {
        RecordKey.Kind kind = key.kind();
        String run = key.runId();
        String type = dimensions.get(Dimension.TYPE);
        String task = dimensions.get(Dimension.TASK);
        List<byte[]> counters = new ArrayList<>(6);
        counters.add(Layout.runCount(run, kind));
        if (type != null) {
            counters.add(Layout.typeCount(kind, type));
            counters.add(Layout.runTypeCount(run, kind, type));
        }
        if (task != null) {
            counters.add(Layout.runTaskCount(run, task, kind));
            counters.add(Layout.taskRunCount(task, run, kind));
        }
        String bundle = dimensions.get(Dimension.BUNDLE);
        if (bundle != null) {
            counters.add(Layout.bundleRunCount(bundle, run));
        }
        if (origin.isPresent()) {
            counters.add(Layout.originCount(run));
        }
        return counters;
    }
}
