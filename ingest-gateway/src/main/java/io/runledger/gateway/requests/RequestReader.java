package io.runledger.gateway.requests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.RegisteredFile;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.TaskRequest;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.gateway.append.IdempotencyKey;
import io.runledger.gateway.record.DoorRules;
import io.runledger.gateway.record.SenderHeaders;
import io.runledger.http.AccessSession;
import io.runledger.http.RequestBody;
import io.runledger.http.RequestIds;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.ContractViolationException;
import io.runledger.schemas.contract.PayloadContracts;
import io.runledger.v1.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the event that an HTTP request asks by. The run is named by the path, the query or the body, who asks by the body or
 * the header {@value #Caller.ACTOR}, the revision by {@code If-Match} or the body.
 *
 * <p>A request without an {@code occurred_at} happened when it arrived, and says in {@code filled_in} that it did not say so
 * itself: sent again under its id it is the same request, and the first time stays.
 */
public final class RequestReader {

    private static final String PRODUCER = "runledger-gateway";
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<BodyField> ALWAYS = EnumSet.of(
            BodyField.REQUEST_ID,
            BodyField.RUN_ID,
            BodyField.ACTOR,
            BodyField.OCCURRED_AT,
            BodyField.CORRELATION_ID,
            BodyField.REVISION);
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

    private final RequestPayload payloads;
    private final DoorRules rules;
    private final int maxBody;

    public RequestReader(StoragePolicy storage, DoorRules rules, int maxBody) {
        this.payloads = new RequestPayload(storage);
        this.rules = rules;
        this.maxBody = maxBody;
    }

    private static Set<BodyField> taken(RequestType type) {
        return type.match(RequestReader::takenOfArtifact, RequestReader::takenOfTask);
    }

    private static Set<BodyField> takenOfArtifact(ArtifactRequest type) {
        return switch (type) {
            case UPDATE ->
                with(BodyField.TITLE, BodyField.SUMMARY, BodyField.TAGS, BodyField.METADATA, BodyField.COMMENT);
            case REVIEW -> with(BodyField.STATUS, BodyField.COMMENT);
            case ATTACH -> with(BodyField.TASK_ID, BodyField.BUNDLE_ID, BodyField.COMMENT);
            case ARCHIVE -> with(BodyField.COMMENT);
            case SUPERSEDE -> with(BodyField.BY, BodyField.COMMENT);
        };
    }

    private static Set<BodyField> takenOfTask(TaskRequest type) {
        return switch (type) {
            case DECLARE ->
                with(
                        BodyField.TASK_ID,
                        BodyField.TITLE,
                        BodyField.BUNDLE_ID,
                        BodyField.PROOF_REQUIREMENT,
                        BodyField.COMMENT);
            case COMPLETE ->
                with(BodyField.COMMENT, BodyField.URL, BodyField.EXTERNAL_STATUS, BodyField.LINK_NAME, BodyField.FILES);
        };
    }

    private static Set<BodyField> with(BodyField... fields) {
        Set<BodyField> taken = EnumSet.copyOf(ALWAYS);
        taken.addAll(Set.of(fields));
        return taken;
    }

    /** The request of this type; throws 400, 413, 415 or 422. */
    Event request(Context ctx, RequestType type, IdempotencyKey ids) throws IOException {
        RequestIds.check(ctx);
        ReviewBody body = ReviewBody.read(RequestBody.json(ctx, maxBody), taken(type));
        String run = RequestTarget.run(ctx, body, type == ArtifactRequest.ATTACH);
        Long revision = RequestTarget.revision(ctx, body);
        boolean aboutTask = type.subject() == RequestType.Subject.TASK;
        String subject =
                ctx.pathParamMap().getOrDefault(aboutTask ? "task_id" : "artifact_id", body.text(BodyField.TASK_ID));
        ObjectNode payload = type.match(
                request -> payloads.artifact(request, body, revision),
                request -> payloads.task(request, body, revision));
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
        RequestIds.check(ctx);
        ReviewBody body = ReviewBody.read(RequestBody.json(ctx, maxBody), TAKEN_OF_FILE);
        String run = RequestTarget.run(ctx, body, false);
        ObjectNode payload = payloads.file(body);
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
                .put("actor", actor == null ? ctx.header(SenderHeaders.ACTOR) : actor)
                .put("subject_kind", subjectKind)
                .put("subject_id", subject == null ? id : subject)
                .put("correlation_id", body.text(BodyField.CORRELATION_ID));
        event.set("payload", payload);
        if (at != null) {
            event.put("occurred_at", at.toString());
        }
        try (JsonParser parser = JSON.createParser(event.toString().getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            return rules.redacted(
                    Contract.EVENT,
                    Contract.EVENT.read(parser, ids, PayloadContracts.NONE, SenderHeaders.arrival(ctx)),
                    AccessSession.of(ctx).principal(),
                    Integer.MAX_VALUE);
        } catch (ContractViolationException e) {
            throw ReviewBody.violation(e.problems());
        }
    }
}
