package io.runledger.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestBody;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.ContractViolationException;
import io.runledger.schemas.review.ArtifactChange;
import io.runledger.schemas.review.ProofRequirement;
import io.runledger.schemas.review.RegisteredFile;
import io.runledger.schemas.review.RequestType;
import io.runledger.schemas.review.ReviewJson;
import io.runledger.schemas.review.TaskChange;
import io.runledger.schemas.storage.StoragePolicy;
import io.runledger.v1.Checksum;
import io.runledger.v1.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the event that an HTTP request asks by. The run is named by the path, the query or the body, who asks by the body or
 * the header {@value #ACTOR}, the revision by {@code If-Match} or the body.
 *
 * <p>The same request under the same id is the same event, byte for byte, also through another gateway: with an id of its
 * own and no {@code occurred_at} it happened at the time in the id if that is a UUID of version 7, else at no known time,
 * which is 1970-01-01T00:00:00Z.
 */
final class RequestReader {
    static final String ACTOR = "Runledger-Actor";

    private static final String PRODUCER = "runledger-gateway";
    private static final String RUN = "run_id";
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern REVISION = Pattern.compile("\"(\\d{1,18})\"");
    private static final Set<BodyField> ALWAYS = EnumSet.of(
            BodyField.REQUEST_ID,
            BodyField.RUN_ID,
            BodyField.ACTOR,
            BodyField.OCCURRED_AT,
            BodyField.CORRELATION_ID,
            BodyField.REVISION);
    private static final Map<RequestType, Set<BodyField>> TAKEN = Map.of(
            RequestType.ARTIFACT_UPDATE,
            with(BodyField.TITLE, BodyField.SUMMARY, BodyField.TAGS, BodyField.METADATA, BodyField.COMMENT),
            RequestType.ARTIFACT_REVIEW,
            with(BodyField.STATUS, BodyField.COMMENT),
            RequestType.ARTIFACT_ATTACH,
            with(BodyField.TASK_ID, BodyField.BUNDLE_ID, BodyField.COMMENT),
            RequestType.ARTIFACT_ARCHIVE,
            with(BodyField.COMMENT),
            RequestType.ARTIFACT_SUPERSEDE,
            with(BodyField.BY, BodyField.COMMENT),
            RequestType.TASK_DECLARE,
            with(
                    BodyField.TASK_ID,
                    BodyField.TITLE,
                    BodyField.BUNDLE_ID,
                    BodyField.PROOF_REQUIREMENT,
                    BodyField.COMMENT),
            RequestType.TASK_COMPLETE,
            with(BodyField.COMMENT, BodyField.URL, BodyField.EXTERNAL_STATUS, BodyField.LINK_NAME, BodyField.FILES));
    private static final Set<BodyField> TAKEN_OF_FILE = EnumSet.of(
            BodyField.REQUEST_ID,
            BodyField.RUN_ID,
            BodyField.ACTOR,
            BodyField.OCCURRED_AT,
            BodyField.CORRELATION_ID,
            BodyField.FILE_ID,
            BodyField.TASK_ID,
            BodyField.FILENAME,
            BodyField.STORAGE_URI,
            BodyField.CONTENT_TYPE,
            BodyField.SIZE_BYTES,
            BodyField.CHECKSUM);

    private final StoragePolicy storage;
    private final DoorRules rules;
    private final int maxBody;

    RequestReader(StoragePolicy storage, DoorRules rules, int maxBody) {
        this.storage = storage;
        this.rules = rules;
        this.maxBody = maxBody;
    }

    private static Set<BodyField> with(BodyField... fields) {
        Set<BodyField> taken = EnumSet.copyOf(ALWAYS);
        taken.addAll(Set.of(fields));
        return taken;
    }

    /** The request of this type; throws 400, 413, 415 or 422. */
    Event request(Context ctx, RequestType type, IdempotencyKey ids) throws IOException {
        ReviewBody body = ReviewBody.read(RequestBody.json(ctx, maxBody), TAKEN.getOrDefault(type, ALWAYS));
        String run = run(ctx, body, type == RequestType.ARTIFACT_ATTACH);
        Long revision = revision(ctx, body);
        boolean aboutTask = type.subject() == RequestType.Subject.TASK;
        String subject =
                ctx.pathParamMap().getOrDefault(aboutTask ? "task_id" : "artifact_id", body.text(BodyField.TASK_ID));
        ObjectNode payload = aboutTask ? task(type, body, revision) : artifact(type, body, revision);
        return event(
                ctx,
                type.eventType(),
                run,
                aboutTask ? subject : null,
                type.subject().word(),
                subject,
                payload,
                body,
                ids);
    }

    /** The registration of a file; throws 400, 413, 415 or 422. */
    Event file(Context ctx, IdempotencyKey ids) throws IOException {
        ReviewBody body = ReviewBody.read(RequestBody.json(ctx, maxBody), TAKEN_OF_FILE);
        String run = run(ctx, body, false);
        body.require(BodyField.FILENAME);
        body.require(BodyField.STORAGE_URI);
        body.refuse();
        String location = body.text(BodyField.STORAGE_URI);
        if (location != null) {
            DoorRules.refuse(storage.fileBreaches(location, BodyField.STORAGE_URI.pointer()), Integer.MAX_VALUE);
        }
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
        return event(
                ctx,
                RegisteredFile.EVENT_TYPE,
                run,
                body.text(BodyField.TASK_ID),
                "file",
                body.text(BodyField.FILE_ID),
                payload,
                body,
                ids);
    }

    private static void put(ObjectNode payload, BodyField field, ReviewBody body) {
        String value = body.text(field);
        if (value != null) {
            payload.put(field.json(), value);
        }
    }

    /** Where it is asked for: an attachment's body may name another run, that of the task, and is then refused by the guard. */
    private static String run(Context ctx, ReviewBody body, boolean bodyMayDiffer) {
        for (String given : ctx.queryParamMap().keySet()) {
            if (!given.equals(RUN)) {
                throw ProblemException.malformed("there is no parameter " + given + " here; there is: " + RUN);
            }
        }
        String ofPath = ctx.pathParamMap().get(RUN);
        String ofQuery = ctx.queryParam(RUN);
        String ofBody = body.text(BodyField.RUN_ID);
        if (ofPath != null && ofQuery != null && !ofPath.equals(ofQuery)) {
            throw ProblemException.malformed("the path names another run than the parameter run_id; name one");
        }
        String run = ofPath != null ? ofPath : ofQuery != null ? ofQuery : ofBody;
        if (run == null || run.isBlank()) {
            body.refuse();
            throw ProblemException.malformed(
                    "the run is missing: ids are unique within a run, so name it by run_id in the"
                            + " query or in the body, or ask at /runs/{run_id}" + ctx.endpoint().path);
        }
        if (ofBody != null && !ofBody.equals(run) && !bodyMayDiffer) {
            body.problem(BodyField.RUN_ID, "is another run than the one that the path or the query names");
        }
        return run;
    }

    private static @Nullable Long revision(Context ctx, ReviewBody body) {
        String condition = ctx.header("If-Match");
        Long ofBody = body.number(BodyField.REVISION);
        if (condition == null || condition.strip().equals("*")) {
            return ofBody;
        }
        Matcher revision = REVISION.matcher(condition.strip());
        if (!revision.matches()) {
            throw ProblemException.malformed(
                    "If-Match must be one revision in double quotes, such as \"3\"; without it any revision will do");
        }
        long named = Long.parseLong(revision.group(1));
        if (ofBody != null && ofBody != named) {
            throw ProblemException.malformed("If-Match names another revision than the body; name one");
        }
        return named;
    }

    private ObjectNode artifact(RequestType type, ReviewBody body, @Nullable Long revision) {
        switch (type) {
            case ARTIFACT_REVIEW -> body.require(BodyField.STATUS);
            case ARTIFACT_SUPERSEDE -> body.require(BodyField.BY);
            case ARTIFACT_ATTACH -> {
                if (body.has(BodyField.TASK_ID) == body.has(BodyField.BUNDLE_ID)) {
                    body.problem(BodyField.TASK_ID, "or bundle_id is required, and one of them only");
                }
            }
            case ARTIFACT_UPDATE -> {
                if (!body.has(BodyField.TITLE)
                        && !body.has(BodyField.SUMMARY)
                        && !body.has(BodyField.TAGS)
                        && !body.has(BodyField.METADATA)) {
                    body.problem(BodyField.TITLE, "or summary, tags or metadata is required: nothing would change");
                }
            }
            default -> {
                // nothing is required
            }
        }
        body.refuse();
        ArtifactChange change = new ArtifactChange(
                revision,
                body.text(BodyField.COMMENT),
                body.text(BodyField.STATUS),
                type == RequestType.ARTIFACT_ATTACH ? body.text(BodyField.RUN_ID) : null,
                body.text(BodyField.TASK_ID),
                body.text(BodyField.BUNDLE_ID),
                body.text(BodyField.BY),
                body.text(BodyField.TITLE),
                body.text(BodyField.SUMMARY),
                body.texts(BodyField.TAGS),
                json(body.text(BodyField.METADATA)));
        DoorRules.refuse(storage.breaches(change), Integer.MAX_VALUE);
        return ReviewJson.tree(change);
    }

    private ObjectNode task(RequestType type, ReviewBody body, @Nullable Long revision) {
        if (type == RequestType.TASK_DECLARE) {
            body.require(BodyField.TASK_ID);
        }
        body.refuse();
        String url = body.text(BodyField.URL);
        if (url != null) {
            DoorRules.refuse(storage.linkBreaches(url, BodyField.URL.pointer()), Integer.MAX_VALUE);
        }
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

    private static @Nullable JsonNode json(@Nullable String text) {
        try {
            return text == null ? null : ReviewJson.read(text, JsonNode.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("canonical JSON that cannot be read", e);
        }
    }

    private Event event(
            Context ctx,
            String eventType,
            String run,
            @Nullable String task,
            String subjectKind,
            @Nullable String subject,
            ObjectNode payload,
            ReviewBody body,
            IdempotencyKey ids)
            throws IOException {
        String named = body.text(BodyField.REQUEST_ID);
        String id = named == null ? ids.idFor(run) : named;
        String actor = body.text(BodyField.ACTOR);
        Instant at = body.instant(BodyField.OCCURRED_AT);
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("event_id", id)
                .put("event_type", eventType)
                .put("run_id", run)
                .put("task_id", task)
                .put("producer", PRODUCER)
                .put("actor", actor == null ? ctx.header(ACTOR) : actor)
                .put("subject_kind", subjectKind)
                .put("subject_id", subject == null ? id : subject)
                .put("occurred_at", (at != null ? at : ids.hasMadeNew() ? Instant.now() : timeOf(id)).toString())
                .put("correlation_id", body.text(BodyField.CORRELATION_ID));
        event.set("payload", payload);
        try (JsonParser parser = JSON.createParser(event.toString().getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            return rules.redacted(Contract.EVENT, Contract.EVENT.read(parser), Integer.MAX_VALUE);
        } catch (ContractViolationException e) {
            throw ReviewBody.violation(e.problems());
        }
    }

    /** What a UUID of version 7 (RFC 9562, 5.7) says of its time. */
    private static Instant timeOf(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.version() == 7 ? Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16) : Instant.EPOCH;
        } catch (IllegalArgumentException e) {
            return Instant.EPOCH;
        }
    }
}
