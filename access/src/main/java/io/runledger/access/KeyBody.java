package io.runledger.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.access.keys.NewKey;
import io.runledger.core.access.DataClass;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import io.runledger.http.JsonText;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Identifier;
import io.runledger.schemas.contract.JsonPointers;
import io.runledger.schemas.contract.Problem;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The body that asks for a key. It is read strictly, and refused with all problems at once. */
final class KeyBody {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final Set<String> MEMBERS = Set.of("name", "roles", "scope", "clearance", "expires_at");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+/-]{0,127}");
    private static final String ROLES =
            Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(", "));

    private static final String CLASSES =
            Arrays.stream(DataClass.values()).map(DataClass::word).collect(Collectors.joining(", "));
    private static final int MOST_PREFIXES = 64;

    private final List<Problem> problems = new ArrayList<>();

    private KeyBody() {}

    /** @throws ProblemException 400 if it is not JSON, 422 if it does not ask for a key */
    static NewKey read(byte[] body, Instant now) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw JsonText.malformed(e, "body", 1);
        }
        if (!json.isObject()) {
            throw ProblemException.violation(List.of(new Problem("", "must be an object with name and roles")));
        }
        return new KeyBody().read(json, now);
    }

    private NewKey read(JsonNode json, Instant now) {
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                problems.add(new Problem(
                        JsonPointers.to(name), "is unknown; a key takes name, roles, scope, clearance and expires_at"));
            }
        });
        String name = json.path("name").asText("");
        if (!json.path("name").isTextual() || !NAME.matcher(name).matches()) {
            problem("name", "must be 1 to 128 letters, digits and . _ @ + / -, beginning with a letter or a digit");
        } else if (name.equals("runledger")) {
            problem("name", "runledger is the ledger itself");
        }
        Set<Role> roles = roles(json.path("roles"));
        Visibility visibility = new Visibility(scope(json.path("scope")), clearance(json.path("clearance"), roles));
        Optional<Instant> expires = expires(json.path("expires_at"), now);
        if (!problems.isEmpty()) {
            throw ProblemException.violation(problems);
        }
        return new NewKey(name, roles, visibility, expires);
    }

    private Set<Role> roles(JsonNode json) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (!json.isArray() || json.isEmpty()) {
            problem("roles", "must list one or more of " + ROLES);
            return roles;
        }
        for (int i = 0; i < json.size(); i++) {
            Optional<Role> role = Role.of(json.get(i).asText());
            if (role.isEmpty()) {
                problem("roles/" + i, "must be one of " + ROLES);
            }
            role.ifPresent(roles::add);
        }
        return roles;
    }

    /** All runs if it is left out. */
    private List<String> scope(JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            return List.of("");
        }
        List<String> prefixes = new ArrayList<>();
        if (!json.isArray() || json.isEmpty() || json.size() > MOST_PREFIXES) {
            problem("scope", "must list 1 to " + MOST_PREFIXES + " prefixes of run ids; leave it out for all runs");
            return prefixes;
        }
        for (int i = 0; i < json.size(); i++) {
            String prefix = json.get(i).asText();
            if (!json.get(i).isTextual() || Identifier.problem(prefix).isPresent()) {
                problem("scope/" + i, "must be the beginning of a run id");
            }
            prefixes.add(prefix);
        }
        return prefixes;
    }

    /** Whoever gives out keys could give itself any. */
    private DataClass clearance(JsonNode json, Set<Role> roles) {
        if (json.isMissingNode() || json.isNull()) {
            return roles.contains(Role.ADMIN) ? DataClass.SENSITIVE : DataClass.INTERNAL;
        }
        return DataClass.of(json.asText()).orElseGet(() -> {
            problem("clearance", "must be one of " + CLASSES);
            return DataClass.PUBLIC;
        });
    }

    private Optional<Instant> expires(JsonNode json, Instant now) {
        if (json.isMissingNode() || json.isNull()) {
            return Optional.empty();
        }
        try {
            Instant time = OffsetDateTime.parse(json.asText()).toInstant();
            if (!time.isAfter(now)) {
                problem("expires_at", "is past");
            }
            return Optional.of(time);
        } catch (DateTimeException e) {
            problem("expires_at", "must be a time such as 2027-01-31T12:00:00Z");
            return Optional.empty();
        }
    }

    private void problem(String member, String detail) {
        problems.add(new Problem("/" + member, detail));
    }
}
