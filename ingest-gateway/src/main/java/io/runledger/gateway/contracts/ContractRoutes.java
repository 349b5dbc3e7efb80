package io.runledger.gateway.contracts;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.gateway.record.DoorRules;
import io.runledger.http.JsonAnswer;
import io.runledger.http.JsonText;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestBody;
import io.runledger.schemas.contract.ContractViolationException;
import io.runledger.schemas.contract.PayloadContract;
import io.runledger.schemas.contract.PayloadSchema;
import io.runledger.schemas.wire.RegisteredSchema;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/** The contracts over HTTP: what there is, one version, and a new one for the payloads of an event type. */
public final class ContractRoutes implements Consumer<JavalinConfig> {
    private static final String LATEST = "latest";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final RegisteredContracts contracts;
    private final DoorRules rules;
    private final int maxBody;

    public ContractRoutes(RegisteredContracts contracts, DoorRules rules, int maxBody) {
        this.contracts = contracts;
        this.rules = rules;
        this.maxBody = maxBody;
    }

    @Override
    public void accept(JavalinConfig server) {
        server.routes.get("/contracts", this::list);
        server.routes.get("/contracts/{subject}/versions/{version}", this::version);
        server.routes.put("/contracts/payload/{event_type}", this::put);
    }

    private void list(Context ctx) throws IOException {
        var all = contracts.all();
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("contracts");
            for (RegisteredContracts.Summary contract : all) {
                out.writeStartObject();
                writeName(contract.subject(), out);
                out.writeArrayFieldStart("versions");
                for (int version : contract.versions()) {
                    out.writeNumber(version);
                }
                out.writeEndArray();
                out.writeNumberField(
                        "latest_version",
                        contract.versions().get(contract.versions().size() - 1));
                out.writeStringField("compatibility", contract.compatibility());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private void version(Context ctx) throws IOException {
        String version = ctx.pathParam("version");
        Optional<Integer> number = Optional.empty();
        if (!version.equals(LATEST)) {
            if (!NUMBER.matcher(version).matches()) {
                throw ProblemException.malformed("a version is a whole number from 1 on, or " + LATEST);
            }
            number = Optional.of(Integer.valueOf(version));
        }
        send(ctx, 200, contracts.version(ctx.pathParam("subject"), number));
    }

    private void put(Context ctx) throws IOException {
        String eventType = ctx.pathParam("event_type");
        PayloadContract.nameProblem(eventType).ifPresent(problem -> {
            throw ProblemException.malformed("the event type " + problem);
        });
        RegisteredContracts.Put put = contracts.put(eventType, schema(RequestBody.json(ctx, maxBody)));
        RegisteredSchema registered = put.registered();
        ctx.header("Location", "/contracts/" + registered.subject() + "/versions/" + registered.version());
        send(ctx, put.added() ? 201 : 200, registered);
    }

    private Schema schema(byte[] body) throws IOException {
        JsonNode sent;
        try {
            sent = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw JsonText.malformed(e, "body", 1);
        }
        if (sent.isMissingNode()) {
            throw ProblemException.malformed("the body is empty; send an Avro schema as JSON");
        }
        try {
            Schema schema = PayloadSchema.read(sent);
            rules.refuseSecrets(sent.toString());
            return schema;
        } catch (ContractViolationException e) {
            throw ProblemException.violation("the body is not the schema of a payload", e.problems());
        }
    }

    private static void send(Context ctx, int status, RegisteredSchema registered) throws IOException {
        JsonAnswer.send(ctx, status, out -> {
            out.writeStartObject();
            writeName(registered.subject(), out);
            out.writeNumberField("version", registered.version());
            out.writeNumberField("schema_id", registered.id());
            out.writeFieldName("schema");
            out.writeRawValue(registered.schema().toString());
            out.writeEndObject();
        });
    }

    private static void writeName(String subject, JsonGenerator out) throws IOException {
        Optional<String> eventType = PayloadContract.eventType(subject);
        out.writeStringField("subject", subject);
        out.writeStringField("kind", eventType.isPresent() ? "payload" : "record");
        if (eventType.isPresent()) {
            out.writeStringField("event_type", eventType.get());
        }
    }
}
