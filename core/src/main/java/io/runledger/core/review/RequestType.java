package io.runledger.core.review;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be asked: the type of the event that asks, and the type of the one that grants it. Sealed, so that a new one does
 * not compile before every rule, path and body says what it means.
 */
public sealed interface RequestType permits ArtifactRequest, TaskRequest {
    /** What a request is about; its word is the event's {@code subject_kind}. */
    enum Subject {
        ARTIFACT("artifact"),
        TASK("task");

        private final String word;

        Subject(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    @JsonValue
    String eventType();

    /** The event type of the decision that grants it. */
    String grantedType();

    Subject subject();

    /** What it means for the kind that it is of. */
    <T> T match(Function<ArtifactRequest, T> artifact, Function<TaskRequest, T> task);

    static List<RequestType> all() {
        return All.TYPES;
    }

    /** The request that an event of this type makes, if it makes one. */
    static Optional<RequestType> ofEventType(String eventType) {
        return Optional.ofNullable(All.BY_EVENT_TYPE.get(eventType));
    }

    /** @throws IllegalArgumentException if it is none */
    @JsonCreator
    static RequestType read(String eventType) {
        return ofEventType(eventType)
                .orElseThrow(() -> new IllegalArgumentException("no request has the type " + eventType));
    }

    /** Looked up by the methods above; initialised after both kinds. */
    final class All {
        private static final List<RequestType> TYPES = Stream.<RequestType>concat(
                        Stream.of(ArtifactRequest.values()), Stream.of(TaskRequest.values()))
                .toList();
        private static final Map<String, RequestType> BY_EVENT_TYPE =
                TYPES.stream().collect(Collectors.toMap(RequestType::eventType, Function.identity()));

        private All() {}
    }
}
