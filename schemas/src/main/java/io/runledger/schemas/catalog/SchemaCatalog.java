package io.runledger.schemas.catalog;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.SchemaRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of the ledger's records by id. What it says of an id is on the schemas' topic, before the first record with
 * that id is written or applied; the registry is asked only for what the topic lacks. So the log can be read without any
 * registry, and no registry that forgot or reassigned ids changes how it is read. Thread-safe.
 */
public final class SchemaCatalog implements SchemaRegistry, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaCatalog.class);

    private record Subscribed(String subject, Schema schema) {}

    private final SchemaRegistry registry;
    private final CatalogLog log;
    private final String where;
    private final Catalog catalog = new Catalog();
    private final Map<Integer, Schema> known = new ConcurrentHashMap<>();
    private final Map<Subscribed, Integer> registered = new ConcurrentHashMap<>();

    /**
     * Reads the topic to its end.
     *
     * @param where the topic, as it is told
     */
    public SchemaCatalog(SchemaRegistry registry, CatalogLog log, String where) {
        this.registry = registry;
        this.log = log;
        this.where = where;
        synchronized (this) {
            refresh();
        }
    }

    /**
     * Creates or checks the topic, and reads it.
     *
     * @throws LogTopicException if the topic cannot be used
     * @throws io.runledger.schemas.wire.RegistryUnavailableException if Kafka does not give it in time
     */
    public static SchemaCatalog open(LedgerConfig ledger, RegistryClient registry) throws LogTopicException {
        try (Admin admin = Admin.create(ledger.adminClient())) {
            SchemasTopic.ensure(ledger, admin);
        }
        KafkaCatalogLog log = new KafkaCatalogLog(ledger);
        try {
            return new SchemaCatalog(registry, log, ledger.schemasTopic());
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /**
     * The id to write a schema with: what the registry says, unless the topic has another schema under it.
     *
     * @throws IncompatibleSchemaException if the registry refuses the schema, or gives an id that records of the log have
     *     under another schema
     */
    @Override
    public int register(String subject, Schema schema) {
        Subscribed key = new Subscribed(subject, schema);
        Integer before = registered.get(key);
        if (before != null) {
            return before;
        }
        int id = settle(registry.register(subject, schema), schema);
        registered.put(key, id);
        return id;
    }

    /** The schema of an id; empty if neither the topic nor the registry has one. */
    @Override
    public Optional<Schema> schema(int id) {
        Schema found = known.get(id);
        return found != null ? Optional.of(found) : learn(id);
    }

    private synchronized Optional<Schema> learn(int id) {
        Optional<Schema> kept = kept(id);
        if (kept.isPresent()) {
            return kept;
        }
        Optional<Schema> asked = registry.schema(id);
        asked.ifPresent(schema -> keep(id, schema));
        return asked;
    }

    /** What the topic says, as it ends now. */
    private Optional<Schema> kept(int id) {
        if (catalog.schema(id).isEmpty()) {
            refresh();
        }
        Optional<Schema> kept = catalog.schema(id);
        kept.ifPresent(schema -> known.put(id, schema));
        return kept;
    }

    private void keep(int id, Schema schema) {
        log.append(List.of(new CatalogEntry.OfId(id, schema.toString())));
        refresh(); // whoever was first
        kept(id);
    }

    private void refresh() {
        log.readToEnd(catalog::apply);
        List<CatalogEntry.OfId> overwritten = catalog.takeOverwritten();
        if (!overwritten.isEmpty()) {
            log.append(overwritten);
        }
    }

    /** Holds an id that the registry gives against the topic, and has it on the topic. */
    private synchronized int settle(int id, Schema schema) {
        Optional<Schema> kept = kept(id);
        if (kept.isEmpty()) {
            keep(id, schema);
            kept = kept(id);
        }
        if (kept.isEmpty() || WriterSchema.areSame(kept.get(), schema)) {
            return id;
        }
        OptionalInt other = catalog.idReadAs(schema);
        LOG.error(
                "the registry gives a schema an id that the log has under another one; it lost or reassigned its ids."
                        + " Records are written with the id that the schemas' topic has, schema={} registry_id={} known_id={}",
                schema.getFullName(),
                id,
                other);
        return other.orElseThrow(() -> reassigned(id, kept(id), schema));
    }

    /**
     * That an id is, in the registry, what it is on the topic, or unknown to either.
     *
     * @throws IncompatibleSchemaException if they differ
     */
    public synchronized void requireAgreement(int id) {
        Optional<Schema> theirs = registry.schema(id);
        Optional<Schema> ours = learn(id);
        if (theirs.isPresent() && ours.isPresent() && !WriterSchema.areSame(theirs.get(), ours.get())) {
            throw reassigned(id, ours, theirs.get());
        }
    }

    private IncompatibleSchemaException reassigned(int id, Optional<Schema> ours, Schema theirs) {
        return new IncompatibleSchemaException("the schema registry has " + theirs.getFullName() + " under id " + id
                + ", but records of the log have "
                + ours.map(Schema::getFullName).orElse("another schema") + " under it (topic " + where
                + "): the registry lost or reassigned its ids, and records written with them could not be told apart."
                + " Restore the registry's backup, or point RUNLEDGER_REGISTRY_URL at an empty registry, which gets the"
                + " ledger's schemas again");
    }

    /** The ids that the topic has, ascending. */
    synchronized List<Integer> ids() {
        refresh();
        return catalog.ids();
    }

    @Override
    public synchronized void close() {
        log.close();
    }
}
