package io.runledger.schemas.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * What a registry holds, by subject and version, as it is now: nothing is remembered. Every method throws a {@link
 * RegistryUnavailableException} if the registry does not answer in time. Thread-safe.
 */
public final class RegistrySubjects {
    /** Of a list; the least that registries allow. */
    private static final int PAGE = 500;

    private static final int AT_ONCE = 8;
    private static final String RULE = "FULL_TRANSITIVE";

    private final RegistryHttp http;

    /** As in {@link RegistryClient#RegistryClient}. */
    public RegistrySubjects(URI base, Duration patience) {
        this(new RegistryHttp(base, patience));
    }

    RegistrySubjects(RegistryHttp http) {
        this.http = http;
    }

    /** The names of all subjects, whoever they belong to, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        http.json(http.call("GET", "subjects", null)).forEach(name -> names.add(name.asText()));
        names.sort(null);
        return names;
    }

    /**
     * The newest version of each subject whose name begins so; empty where it is none of Avro. In one go where the registry
     * can ({@code GET /schemas}, Confluent's since 6.0), else subject by subject, several at once.
     */
    public Map<String, Optional<RegisteredSchema>> newest(String prefix) {
        return listing(prefix, true)
                .map(listed -> {
                    Map<String, Optional<RegisteredSchema>> newest = new TreeMap<>();
                    listed.forEach(each -> newest.put(each.path("subject").asText(), parsed(each)));
                    return newest;
                })
                .orElseGet(() -> ofEach(beginning(prefix), this::latest));
    }

    /** The numbers of the versions of each subject whose name begins so, ascending; in the same way. */
    public Map<String, List<Integer>> versionsOf(String prefix) {
        return listing(prefix, false)
                .map(listed -> {
                    Map<String, List<Integer>> versions = new TreeMap<>();
                    listed.forEach(each -> versions.computeIfAbsent(
                                    each.path("subject").asText(), subject -> new ArrayList<>())
                            .add(each.path("version").asInt()));
                    versions.values().forEach(numbers -> numbers.sort(null));
                    return versions;
                })
                .orElseGet(() -> ofEach(beginning(prefix), this::versions));
    }

    /** {@link #compatibility} of several subjects at once. */
    public Map<String, String> compatibilities(Collection<String> subjects) {
        return ofEach(subjects, this::compatibility);
    }

    private List<String> beginning(String prefix) {
        return names().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    /** Page by page; empty if the registry has no such list. */
    private Optional<List<JsonNode>> listing(String prefix, boolean newestOnly) {
        List<JsonNode> all = new ArrayList<>();
        String path = "schemas?subjectPrefix=" + Target.encoded(prefix) + "&latestOnly=" + newestOnly + "&limit=" + PAGE
                + "&offset=";
        while (true) {
            HttpResponse<String> response = http.call("GET", path + all.size(), null);
            if (response.statusCode() != 200) {
                return Optional.empty();
            }
            JsonNode page = http.json(response);
            if (!page.isArray()) {
                return Optional.empty();
            }
            boolean isRepeated = !all.isEmpty() && all.get(0).equals(page.path(0));
            if (page.isEmpty() || isRepeated) {
                return Optional.of(all);
            }
            page.forEach(all::add);
        }
    }

    private static <T> Map<String, T> ofEach(Collection<String> subjects, Function<String, T> question) {
        Map<String, T> answers = new ConcurrentSkipListMap<>();
        ExecutorService asking = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> asked = new ArrayList<>();
            subjects.forEach(subject -> asked.add(asking.submit(() -> answers.put(subject, question.apply(subject)))));
            for (Future<?> each : asked) {
                each.get();
            }
            return answers;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while calling the schema registry");
        } finally {
            asking.shutdownNow();
        }
    }

    /** The numbers of a subject's versions, ascending; none if there is no such subject. */
    public List<Integer> versions(String subject) {
        HttpResponse<String> response = http.call("GET", path(subject) + "/versions", null);
        List<Integer> versions = new ArrayList<>();
        if (response.statusCode() != 404) {
            http.json(response).forEach(version -> versions.add(version.asInt()));
            versions.sort(null);
        }
        return versions;
    }

    /** One version; empty if there is none or if it is not of Avro. */
    public Optional<RegisteredSchema> version(String subject, int version) {
        return registered(http.call("GET", path(subject) + "/versions/" + version, null));
    }

    /** The newest version; empty if there is none or if it is not of Avro. */
    public Optional<RegisteredSchema> latest(String subject) {
        return registered(http.call("GET", path(subject) + "/versions/latest", null));
    }

    /** The compatibility that the registry asks of a subject's next version: its own or else the registry's. */
    public String compatibility(String subject) {
        HttpResponse<String> response =
                http.call("GET", "config/" + Target.encoded(subject) + "?defaultToGlobal=true", null);
        if (response.statusCode() == 404) {
            response = http.call("GET", "config", null); // of a subject that is not there yet
        }
        return http.json(response).path("compatibilityLevel").asText("NONE");
    }

    /** Makes FULL_TRANSITIVE the rule of a subject, unless it is: a rule of its own would be stronger than the registry's. */
    public void requireFullTransitive(String subject) {
        if (!compatibility(subject).equals(RULE)) {
            http.require("config/" + Target.encoded(subject), RULE);
        }
    }

    /**
     * Adds a version to a subject, unless it has the same schema.
     *
     * @return the version that the schema has
     * @throws IncompatibleSchemaException if the registry refuses it
     */
    public RegisteredSchema add(String subject, Schema schema) {
        http.register(subject, schema);
        HttpResponse<String> response = http.call("POST", path(subject), RegistryHttp.body(schema));
        return registered(response)
                .orElseThrow(() -> new RegistryUnavailableException(
                        "the schema registry took a schema of " + subject + " but does not find it; try again"));
    }

    private Optional<RegisteredSchema> registered(HttpResponse<String> response) {
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        return parsed(http.json(response));
    }

    private static Optional<RegisteredSchema> parsed(JsonNode found) {
        try {
            return Optional.of(new RegisteredSchema(
                    found.path("subject").asText(),
                    found.path("version").asInt(),
                    found.path("id").asInt(),
                    new Schema.Parser().parse(found.path("schema").asText())));
        } catch (AvroRuntimeException e) {
            return Optional.empty(); // a JSON Schema or Protobuf schema
        }
    }

    private static String path(String subject) {
        return "subjects/" + Target.encoded(subject);
    }
}
