package io.runledger.gateway.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.access.KeyEvents;
import io.runledger.access.keys.StoredKey;
import io.runledger.core.access.Principal;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.gateway.append.IdempotencyWindow;
import io.runledger.schemas.contract.Arrival;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.ContractViolationException;
import io.runledger.schemas.contract.IdSource;
import io.runledger.schemas.contract.PayloadContracts;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records every change of keys as an event of the run {@value #RUN}. The topic of keys is what counts; this is what is read. */
public final class KeyEventLog implements KeyEvents {
    private static final Logger LOG = LoggerFactory.getLogger(KeyEventLog.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final String RUN = "runledger.access";

    private final IdempotencyWindow appends;

    public KeyEventLog(IdempotencyWindow appends) {
        this.appends = appends;
    }

    @Override
    public void created(StoredKey key, Principal by) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("name", key.name());
        key.roles().forEach(payload.putArray("roles")::add);
        key.visibility().prefixes().forEach(payload.putArray("scope")::add);
        payload.put("clearance", key.visibility().clearance().word());
        if (key.expiresAt() != null) {
            payload.put("expires_at", key.expiresAt());
        }
        append("access.key_created", key, by, key.createdAt(), payload);
    }

    @Override
    public void revoked(StoredKey key, Principal by) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("name", key.name());
        append("access.key_revoked", key, by, String.valueOf(key.revokedAt()), payload);
    }

    /** Waits for the log, within the append timeout. What fails is told in the server's log: the key was changed all the same. */
    private void append(String type, StoredKey key, Principal by, String at, ObjectNode payload) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("event_id", type + "-" + key.id())
                .put("event_type", type)
                .put("run_id", RUN)
                .put("producer", "runledger")
                .put("actor", by.isKnown() ? by.name() : null)
                .put("subject_kind", "key")
                .put("subject_id", key.id())
                .put("occurred_at", at);
        event.set("payload", payload);
        try (JsonParser parser = JSON.createParser(event.toString().getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            Event record = Contract.EVENT.read(
                    parser,
                    IdSource.timeOrdered(),
                    PayloadContracts.NONE,
                    new Arrival(Instant.parse(at), null, null, null, StoragePolicy::providerOf));
            appends.append(record, RecordKey.of(record), false).join();
        } catch (CompletionException e) {
            LOG.error("the event {} of key {} is not on the log", type, key.id(), e.getCause());
        } catch (IOException | ContractViolationException e) {
            throw new IllegalStateException("an event of a key keeps the contract", e);
        }
    }
}
