package io.runledger.gateway.requests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.review.ArtifactChange;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.ProofRequirement;
import io.runledger.core.review.ReviewJson;
import io.runledger.core.review.TaskChange;
import io.runledger.core.review.TaskRequest;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.v1.Checksum;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the payload of the event that a request's body asks by, and refuses what the request does not take (422). */
final class RequestPayload {
    private final StoragePolicy storage;

    RequestPayload(StoragePolicy storage) {
        this.storage = storage;
    }

    ObjectNode file(ReviewBody body) {
        body.require(BodyField.FILENAME);
        body.require(BodyField.STORAGE_URI);
        String location = body.text(BodyField.STORAGE_URI);
        body.refuse(location == null ? List.of() : storage.fileBreaches(location, BodyField.STORAGE_URI.pointer()));
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        put(payload, BodyField.FILENAME, body);
        put(payload, BodyField.STORAGE_URI, body);
        put(payload, BodyField.CONTENT_TYPE, body);
        Long size = body.number(BodyField.SIZE_BYTES);
        if (size != null) {
            payload.put(BodyField.SIZE_BYTES.json(), size);
        }
        if (body.value(BodyField.CHECKSUM) instanceof Checksum checksum) {
            payload.putObject(BodyField.CHECKSUM.json())
                    .put("algorithm", checksum.getAlgorithm())
                    .put("value", checksum.getValue());
        }
        return payload;
    }

    private static void put(ObjectNode payload, BodyField field, ReviewBody body) {
        String value = body.text(field);
        if (value != null) {
            payload.put(field.json(), value);
        }
    }

    ObjectNode artifact(ArtifactRequest type, ReviewBody body, @Nullable Long revision) {
        required(type).accept(body);
        ArtifactChange change = new ArtifactChange(
                revision,
                body.text(BodyField.COMMENT),
                body.text(BodyField.STATUS),
                type == ArtifactRequest.ATTACH ? body.text(BodyField.RUN_ID) : null,
                body.text(BodyField.TASK_ID),
                body.text(BodyField.BUNDLE_ID),
                body.text(BodyField.BY),
                body.text(BodyField.TITLE),
                body.text(BodyField.SUMMARY),
                body.texts(BodyField.TAGS),
                json(body.text(BodyField.METADATA)));
        body.refuse(storage.breaches(change));
        return ReviewJson.tree(change);
    }

    /** What the body of a request has to have. */
    private static Consumer<ReviewBody> required(ArtifactRequest type) {
        return switch (type) {
            case REVIEW -> body -> body.require(BodyField.STATUS);
            case SUPERSEDE -> body -> body.require(BodyField.BY);
            case ATTACH -> RequestPayload::requireOneTarget;
            case UPDATE -> RequestPayload::requireChange;
            case ARCHIVE -> body -> {};
        };
    }

    private static void requireOneTarget(ReviewBody body) {
        if (body.has(BodyField.TASK_ID) == body.has(BodyField.BUNDLE_ID)) {
            body.problem(BodyField.TASK_ID, "or bundle_id is required, and one of them only");
        }
    }

    private static void requireChange(ReviewBody body) {
        if (!body.has(BodyField.TITLE)
                && !body.has(BodyField.SUMMARY)
                && !body.has(BodyField.TAGS)
                && !body.has(BodyField.METADATA)) {
            body.problem(BodyField.TITLE, "or summary, tags or metadata is required: nothing would change");
        }
    }

    ObjectNode task(TaskRequest type, ReviewBody body, @Nullable Long revision) {
        required(type).accept(body);
        String url = body.text(BodyField.URL);
        body.refuse(url == null ? List.of() : storage.linkBreaches(url, BodyField.URL.pointer()));
        return ReviewJson.tree(new TaskChange(
                revision,
                body.text(BodyField.TITLE),
                body.text(BodyField.BUNDLE_ID),
                (ProofRequirement) body.value(BodyField.PROOF_REQUIREMENT),
                body.text(BodyField.COMMENT),
                url,
                body.text(BodyField.EXTERNAL_STATUS),
                body.text(BodyField.LINK_NAME),
                body.texts(BodyField.FILES)));
    }

    private static Consumer<ReviewBody> required(TaskRequest type) {
        return switch (type) {
            case DECLARE -> body -> body.require(BodyField.TASK_ID);
            case COMPLETE -> body -> {};
        };
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        try {
            return text == null ? null : ReviewJson.read(text, JsonNode.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("canonical JSON that cannot be read", e);
        }
    }
}
