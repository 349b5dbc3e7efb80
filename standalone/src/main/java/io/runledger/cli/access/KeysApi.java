package io.runledger.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.cli.client.LedgerClient;
import io.runledger.schemas.wire.Target;
import io.runledger.standalone.terminal.ClearFailure;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@code /access/keys} of a ledger. */
final class KeysApi {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final LedgerClient ledger;

    KeysApi(LedgerClient ledger) {
        this.ledger = ledger;
    }

    JsonNode create(ObjectNode asked) throws InterruptedException {
        return send(ledger.request("/access/keys")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(asked.toString())));
    }

    JsonNode list() throws InterruptedException {
        return send(ledger.request("/access/keys").GET()).path("keys");
    }

    JsonNode revoke(String id) throws InterruptedException {
        return send(ledger.request(Target.path("access", "keys", id).toString()).DELETE());
    }

    private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
        HttpResponse<byte[]> response =
                ledger.answered(request.timeout(ANSWER_LIMIT).build());
        JsonNode answer = ledger.json(response);
        if (response.statusCode() >= 300) {
            String errors = StreamSupport.stream(answer.path("errors").spliterator(), false)
                    .map(error -> " " + error.path("pointer").asText() + " "
                            + error.path("detail").asText() + ".")
                    .collect(Collectors.joining());
            throw new ClearFailure("The ledger at " + ledger.url() + " refused: "
                    + answer.path("detail").asText("status " + response.statusCode()) + "." + errors);
        }
        return answer;
    }
}
