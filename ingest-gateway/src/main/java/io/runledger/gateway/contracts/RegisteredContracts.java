package io.runledger.gateway.contracts;

import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.PayloadContract;
import io.runledger.schemas.contract.Problem;
import io.runledger.schemas.contract.SchemaChange;
import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegisteredSchema;
import io.runledger.schemas.wire.RegistrySubjects;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * The contracts of this ledger as the registry has them, and the way to add to them. Every method waits for the registry,
 * and answers with 503 if it does not answer. Thread-safe.
 */
final class RegisteredContracts {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int MOST_NAMED = 20;

    /** As for a payload: nobody reads more. */
    private static final int MOST_PROBLEMS = 100;

    private final RegistrySubjects registry;
    private final KnownContracts known;

    RegisteredContracts(RegistrySubjects registry, KnownContracts known) {
        this.registry = registry;
        this.known = known;
    }

    /** A contract and its versions, of which there is at least one. */
    record Summary(String subject, List<Integer> versions, String compatibility) {}

    /** The version that a schema has, and whether it was added now. */
    record Put(RegisteredSchema registered, boolean added) {}

    /** By name of the subject. What others keep in the same registry is left out. */
    List<Summary> all() {
        return answered(() -> {
            Map<String, List<Integer>> versions = new TreeMap<>(registry.versionsOf(PayloadContract.subject("")));
            Contract.all().forEach(contract -> versions.put(contract.subject(), registry.versions(contract.subject())));
            versions.entrySet()
                    .removeIf(each -> !isOurs(each.getKey()) || each.getValue().isEmpty());
            Map<String, String> rules = registry.compatibilities(versions.keySet());
            return versions.entrySet().stream()
                    .map(each -> new Summary(each.getKey(), each.getValue(), rules.getOrDefault(each.getKey(), "NONE")))
                    .toList();
        });
    }

    /** One version, empty number for the newest; throws 404 with what there is instead. */
    RegisteredSchema version(String subject, Optional<Integer> number) {
        return answered(() -> {
                    if (!isOurs(subject)) {
                        throw ProblemException.unknown(noSuchSubject());
                    }
                    return number.isPresent() ? registry.version(subject, number.get()) : registry.latest(subject);
                })
                .orElseThrow(() -> ProblemException.unknown(noSuchVersion(subject)));
    }

    /**
     * Registers a payload contract, which holds for this gateway when this returns. The same schema again changes nothing.
     * Throws 409 if the schema and a version before it could not read each other.
     */
    Put put(String eventType, Schema schema) {
        if (eventType.equals(Erasure.EVENT_TYPE)) {
            throw ProblemException.conflict(
                    "events of the type " + eventType + " are the ledger's own and have no payload contract");
        }
        return answered(() -> {
            String subject = PayloadContract.subject(eventType);
            List<RegisteredSchema> before = newestFirst(subject);
            Optional<RegisteredSchema> same = before.stream()
                    .filter(earlier -> change(schema, earlier).isNone())
                    .findFirst();
            if (same.isEmpty()) {
                refuseIncompatible(schema, before);
            }
            RegisteredSchema registered = same.orElseGet(() -> add(subject, schema, before.isEmpty()));
            known.adopt(eventType, same.isEmpty() ? registered : before.get(0));
            return new Put(registered, same.isEmpty());
        });
    }

    /** A subject's own rule could be weaker than the registry's; it can be set once the subject is there. */
    private RegisteredSchema add(String subject, Schema schema, boolean isFirst) {
        if (isFirst) {
            RegisteredSchema added = registry.add(subject, schema);
            registry.requireFullTransitive(subject);
            if (!registry.newest(subject).containsKey(subject)) {
                throw ProblemException.conflict("the registry has taken the contract, but does not list it among its"
                        + " subjects, so gateways that start later would not hold events to it: raise the registry's limit"
                        + " of subjects (Apicurio: APICURIO_CCOMPAT_MAX_SUBJECTS), and put it again");
            }
            return added;
        }
        registry.requireFullTransitive(subject);
        return registry.add(subject, schema);
    }

    private static void refuseIncompatible(Schema schema, List<RegisteredSchema> before) {
        List<Problem> problems = before.stream()
                .flatMap(earlier -> change(schema, earlier).problems().stream())
                .distinct()
                .limit(MOST_PROBLEMS)
                .toList();
        if (!problems.isEmpty()) {
            throw ProblemException.incompatible(
                    "events of every version must be readable by every other: change the schema back where errors says,"
                            + " or give what is new its own event type",
                    problems);
        }
    }

    private static SchemaChange change(Schema schema, RegisteredSchema earlier) {
        return new SchemaChange(schema, earlier.schema(), earlier.version());
    }

    private List<RegisteredSchema> newestFirst(String subject) {
        List<RegisteredSchema> versions = new ArrayList<>();
        for (int number : registry.versions(subject)) {
            registry.version(subject, number).ifPresent(version -> versions.add(0, version));
        }
        return versions;
    }

    private List<String> subjects() {
        return registry.names().stream().filter(RegisteredContracts::isOurs).toList();
    }

    private static boolean isOurs(String subject) {
        return Contract.all().stream().anyMatch(contract -> contract.subject().equals(subject))
                || PayloadContract.eventType(subject).isPresent();
    }

    private String noSuchSubject() {
        List<String> subjects = subjects();
        return "this ledger has no contract of that name; it has "
                + subjects.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (subjects.size() > MOST_NAMED ? ", and more that GET /contracts lists" : "");
    }

    private String noSuchVersion(String subject) {
        return answered(() -> {
            List<Integer> versions = registry.versions(subject);
            return versions.isEmpty()
                    ? noSuchSubject()
                    : "there is no such version; " + subject + " has "
                            + versions.stream().map(String::valueOf).collect(Collectors.joining(", "));
        });
    }

    private static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (IncompatibleSchemaException e) {
            throw ProblemException.incompatible(String.valueOf(e.getMessage()), List.of());
        } catch (RegistryUnavailableException e) {
            throw ProblemException.unavailable(
                    "the schema registry does not answer; the contracts known so far stay in force; try again",
                    RETRY_AFTER);
        }
    }
}
