package io.runledger.schemas.catalog;

import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.PayloadContract;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.wire.RegisteredSchema;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.RegistrySubjects;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a registry and the topic of schemas against each other at a start. What the registry has and an empty topic lacks is
 * taken over, as when a ledger of an earlier version starts; what the registry lost is registered again; where they differ
 * the start is refused.
 */
final class RegistryReconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryReconciliation.class);

    /** Of a shared registry, whose ids have large gaps, there is a backup to restore. */
    private static final int MOST_SKIPPED = 1_000;

    private static final String PLACEHOLDER = "runledger.lost-id-";

    private final RegistryClient registry;
    private final SchemaCatalog catalog;
    private final LogTopic topic;

    RegistryReconciliation(RegistryClient registry, SchemaCatalog catalog, LogTopic topic) {
        this.registry = registry;
        this.catalog = catalog;
        this.topic = topic;
    }

    /** @throws io.runledger.schemas.wire.IncompatibleSchemaException if the registry has another schema under an id */
    void run() {
        List<Integer> ids = catalog.ids();
        if (ids.isEmpty()) {
            takeOver();
        }
        int before = 0;
        for (int id : ids) {
            Optional<Schema> ours = catalog.schema(id).filter(RegistryReconciliation::isOurs);
            if (ours.isPresent() && registry.schema(id).isPresent()) {
                catalog.requireAgreement(id);
            } else if (ours.isPresent()) {
                skip(before, id);
                restore(id, ours.get());
            }
            before = id;
        }
    }

    /**
     * A registry that was emptied counts its ids from 1 again. Where ids between the ledger's belonged to others, it gets
     * placeholders, so that the next schema has its own id again.
     */
    private void skip(int before, int next) {
        if (next - before > MOST_SKIPPED
                || !registry.subjects().names().stream().allMatch(this::isOurs)) {
            return;
        }
        for (int id = before + 1; id < next; id++) {
            if (registry.schema(id).isEmpty()) {
                registry.register(
                        PLACEHOLDER + id,
                        SchemaBuilder.fixed("Id" + id)
                                .namespace("runledger.lost")
                                .size(1));
            }
        }
    }

    /** In ascending order of ids, a registry that was emptied gives them again. */
    private void restore(int id, Schema schema) {
        int given = registry.register(schema.getFullName(), schema);
        catalog.requireAgreement(given);
        if (given == id) {
            LOG.warn("the registry had lost a schema and has it again, id={} schema={}", id, schema.getFullName());
        } else {
            LOG.warn(
                    "the registry has lost an id and has its schema under another one now. The ledger reads and writes on;"
                            + " consumers that ask the registry cannot read records of the old id before its backup is"
                            + " restored, id={} now={} schema={}",
                    id,
                    given,
                    schema.getFullName());
        }
    }

    private boolean isOurs(String subject) {
        return subject.startsWith(PLACEHOLDER)
                || PayloadContract.eventType(subject).isPresent()
                || Contract.all().stream()
                        .anyMatch(contract -> contract.subject().equals(subject));
    }

    /** Subjects as Confluent's three strategies name them for our records and this topic. */
    private void takeOver() {
        RegistrySubjects subjects = registry.subjects();
        Set<String> names = Contract.all().stream()
                .map(Contract::subject)
                .flatMap(subject -> List.of(subject, topic.name() + "-" + subject, topic.name() + "-value").stream())
                .collect(Collectors.toSet());
        names.retainAll(subjects.names());
        int taken = 0;
        for (String name : names) {
            for (int number : subjects.versions(name)) {
                Optional<RegisteredSchema> version = subjects.version(name, number);
                if (version.isPresent() && catalog.schema(version.get().id()).isPresent()) {
                    taken++;
                }
            }
        }
        if (taken > 0) {
            LOG.info("the schemas' topic was filled from the registry, versions={}", taken);
        }
    }

    /** Others may share the registry; the topic holds their schemas only where records of theirs strayed onto the log. */
    private static boolean isOurs(Schema schema) {
        return Contract.all().stream().anyMatch(contract -> contract.subject().equals(schema.getFullName()));
    }
}
