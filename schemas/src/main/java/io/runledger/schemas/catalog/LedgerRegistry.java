package io.runledger.schemas.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A schema registry over the topic of schemas, as Confluent's API has it; HTTP is somebody else's. It is the only one that
 * gives ids for its topic. What it answers is on the topic. A deleted subject never takes an id's schema with it.
 * Thread-safe.
 */
public final class LedgerRegistry implements AutoCloseable {
    private final CatalogLog log;
    private final Catalog catalog = new Catalog();

    /** Reads the topic to its end. */
    public LedgerRegistry(CatalogLog log) {
        this.log = log;
        synchronized (this) {
            refresh();
        }
    }

    private void refresh() {
        log.readToEnd(catalog::apply);
        List<CatalogEntry.OfId> overwritten = catalog.takeOverwritten();
        if (!overwritten.isEmpty()) {
            append(overwritten);
        }
    }

    private void append(List<? extends CatalogEntry> entries) {
        log.append(entries);
        log.readToEnd(catalog::apply);
    }

    public synchronized boolean isEmpty() {
        return catalog.isEmpty();
    }

    /** Takes over what another registry had, under the same ids. */
    public synchronized void takeOver(List<? extends CatalogEntry> entries) {
        append(entries);
    }

    /** Subjects with a version, in order. */
    public synchronized List<String> subjects(boolean withDeleted) {
        return catalog.subjects().keySet().stream()
                .filter(subject -> !of(subject, withDeleted).isEmpty())
                .toList();
    }

    /** The versions of all subjects whose name begins so, or the newest of each. */
    public synchronized List<CatalogEntry.OfVersion> list(String prefix, boolean newestOnly, boolean withDeleted) {
        return catalog.subjects().tailMap(prefix).keySet().stream()
                .takeWhile(subject -> subject.startsWith(prefix))
                .map(subject -> of(subject, withDeleted))
                .flatMap(versions -> versions.stream().skip(newestOnly ? Math.max(0, versions.size() - 1) : 0))
                .toList();
    }

    /** A subject's versions, ascending. */
    public synchronized List<CatalogEntry.OfVersion> versions(String subject, boolean withDeleted) {
        List<CatalogEntry.OfVersion> versions = of(subject, withDeleted);
        if (versions.isEmpty()) {
            throw RegistryProblem.noSubject(subject);
        }
        return versions;
    }

    /** @param number a number, {@code latest} or -1 */
    public synchronized CatalogEntry.OfVersion version(String subject, String number, boolean withDeleted) {
        int wanted = number(number);
        List<CatalogEntry.OfVersion> versions = versions(subject, withDeleted);
        if (wanted < 0) {
            return versions.get(versions.size() - 1);
        }
        return versions.stream()
                .filter(version -> version.version() == wanted)
                .findFirst()
                .orElseThrow(() -> RegistryProblem.noVersion(number));
    }

    private static int number(String number) {
        if (number.equals("latest") || number.equals("-1")) {
            return -1;
        }
        try {
            int parsed = Integer.parseInt(number);
            if (parsed > 0) {
                return parsed;
            }
        } catch (NumberFormatException e) {
            throw RegistryProblem.invalidVersion(number);
        }
        throw RegistryProblem.invalidVersion(number);
    }

    public synchronized String text(int id) {
        if (catalog.text(id).isEmpty()) {
            refresh();
        }
        return catalog.text(id).orElseThrow(RegistryProblem::noSchema);
    }

    /** Where an id is used. */
    public synchronized List<CatalogEntry.OfVersion> uses(int id, boolean withDeleted) {
        text(id);
        return catalog.subjects().keySet().stream()
                .flatMap(subject -> of(subject, withDeleted).stream())
                .filter(version -> version.id() == id)
                .toList();
    }

    /** The version that a schema is; it has to be there. */
    public synchronized CatalogEntry.OfVersion find(String subject, String text, boolean withDeleted) {
        Schema schema = parsed(text);
        return existing(versions(subject, withDeleted), schema).orElseThrow(RegistryProblem::noSchema);
    }

    /** Adds a schema to a subject, unless it is there. */
    public synchronized CatalogEntry.OfVersion register(String subject, String text) {
        Schema schema = parsed(text);
        refresh();
        Optional<CatalogEntry.OfVersion> existing = existing(of(subject, false), schema);
        if (existing.isPresent()) {
            return existing.get();
        }
        List<String> problems = problems(subject, schema, of(subject, false));
        if (!problems.isEmpty()) {
            throw new RegistryProblem(
                    409,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject + "\", "
                            + rule(subject) + ": " + String.join("; ", problems));
        }
        OptionalInt known = catalog.idWithText(schema.toString());
        int id = known.orElseGet(catalog::freeId);
        NavigableMap<Integer, CatalogEntry.OfVersion> all =
                catalog.subjects().getOrDefault(subject, Collections.emptyNavigableMap());
        CatalogEntry.OfVersion added =
                new CatalogEntry.OfVersion(subject, all.isEmpty() ? 1 : all.lastKey() + 1, id, false);
        append(known.isPresent() ? List.of(added) : List.of(new CatalogEntry.OfId(id, schema.toString()), added));
        return added;
    }

    /** What is wrong with a schema as the next version of a subject, or beside one version of it; empty if nothing is. */
    public synchronized List<String> problems(String subject, String text, Optional<String> number) {
        Schema schema = parsed(text);
        return problems(
                subject,
                schema,
                number.isPresent() ? List.of(version(subject, number.get(), false)) : of(subject, false));
    }

    private List<String> problems(String subject, Schema schema, List<CatalogEntry.OfVersion> before) {
        List<Schema> schemas = new ArrayList<>();
        before.forEach(version -> catalog.schema(version.id()).ifPresent(schemas::add));
        return rule(subject).problems(schema, schemas);
    }

    /** Hides a subject's versions, or removes hidden ones for good. Returns their numbers. */
    public synchronized List<Integer> deleteSubject(String subject, boolean permanently) {
        List<CatalogEntry.OfVersion> versions = versions(subject, permanently);
        if (permanently && versions.stream().anyMatch(version -> !version.isDeleted())) {
            throw new RegistryProblem(
                    40405, "Subject '" + subject + "' was not deleted first before being permanently deleted");
        }
        delete(versions, permanently);
        append(List.of(new CatalogEntry.OfRule(subject, "")));
        return versions.stream().map(CatalogEntry.OfVersion::version).toList();
    }

    /** Hides one version, or removes a hidden one for good. Returns its number. */
    public synchronized int deleteVersion(String subject, String number, boolean permanently) {
        CatalogEntry.OfVersion version = version(subject, number, permanently);
        if (permanently && !version.isDeleted()) {
            throw new RegistryProblem(
                    40407,
                    "Subject '" + subject + "' Version " + version.version()
                            + " was not deleted first before being permanently deleted");
        }
        delete(List.of(version), permanently);
        return version.version();
    }

    private void delete(List<CatalogEntry.OfVersion> versions, boolean permanently) {
        append(versions.stream()
                .map(version -> new CatalogEntry.OfVersion(
                        version.subject(), version.version(), permanently ? 0 : version.id(), true))
                .toList());
    }

    /** The rule that counts for a subject: its own or else that of all. */
    public synchronized Compatibility rule(String subject) {
        return catalog.rule(subject).or(() -> catalog.rule("")).orElse(Compatibility.FULL_TRANSITIVE);
    }

    /** A subject's own rule. */
    public synchronized Compatibility ownRule(String subject) {
        return catalog.rule(subject)
                .orElseThrow(() -> new RegistryProblem(
                        40408, "Subject '" + subject + "' does not have subject-level compatibility configured"));
    }

    /** @param subject empty for all */
    public synchronized void setRule(String subject, String level) {
        append(List.of(new CatalogEntry.OfRule(subject, Compatibility.of(level).name())));
    }

    /** @return what counted before */
    public synchronized Compatibility deleteRule(String subject) {
        Compatibility before = subject.isEmpty() ? rule("") : ownRule(subject);
        append(List.of(new CatalogEntry.OfRule(subject, "")));
        return before;
    }

    private List<CatalogEntry.OfVersion> of(String subject, boolean withDeleted) {
        return catalog.subjects().getOrDefault(subject, new TreeMap<>()).values().stream()
                .filter(version -> version.id() > 0 && (withDeleted || !version.isDeleted()))
                .toList();
    }

    private Optional<CatalogEntry.OfVersion> existing(List<CatalogEntry.OfVersion> versions, Schema schema) {
        String text = schema.toString();
        return versions.stream()
                .filter(version -> catalog.schema(version.id())
                        .filter(each -> each.toString().equals(text))
                        .isPresent())
                .reduce((first, last) -> last);
    }

    private static Schema parsed(String text) {
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            throw RegistryProblem.invalidSchema("it is no Avro schema: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        log.close();
    }
}
