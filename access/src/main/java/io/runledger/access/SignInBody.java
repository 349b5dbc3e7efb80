package io.runledger.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.access.oidc.SignInAttempt;
import io.runledger.http.JsonText;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.JsonPointers;
import io.runledger.schemas.contract.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** With what somebody signs in. It is read strictly. */
sealed interface SignInBody {
    ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** A key. */
    record ByKey(String key) implements SignInBody {
        @Override
        public String toString() {
            return "a key";
        }
    }

    /**
     * What an issuer sent a browser back with.
     *
     * @param issuer that says it is it (RFC 9207); null if it does not say
     */
    record ByCode(String code, String state, @Nullable String issuer) implements SignInBody {
        /** Whether it is the answer to an attempt of this browser. */
        boolean answers(SignInAttempt attempt) {
            return MessageDigest.isEqual(bytes(state), bytes(attempt.state()))
                    && (issuer == null || issuer.equals(attempt.issuer()));
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "a code";
        }
    }

    /** @throws ProblemException 400 if it is not JSON, 422 if it is neither a key nor a code */
    static SignInBody read(byte[] body) throws IOException {
        JsonNode json = object(body);
        if (json.has("key")) {
            require(json, Set.of("key"), Set.of());
            return new ByKey(json.path("key").asText());
        }
        require(json, Set.of("code", "state"), Set.of("iss"));
        return new ByCode(
                json.path("code").asText(),
                json.path("state").asText(),
                json.has("iss") ? json.path("iss").asText() : null);
    }

    /** The issuer by which somebody wants to sign in. */
    static String issuer(byte[] body) throws IOException {
        JsonNode json = object(body);
        require(json, Set.of("issuer"), Set.of());
        return json.path("issuer").asText();
    }

    private static JsonNode object(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw JsonText.malformed(e, "body", 1);
        }
    }

    private static void require(JsonNode json, Set<String> needed, Set<String> allowed) {
        List<Problem> problems = new ArrayList<>();
        if (!json.isObject()) {
            problems.add(new Problem("", "must be an object"));
        }
        json.properties().forEach(member -> {
            if (!needed.contains(member.getKey()) && !allowed.contains(member.getKey())) {
                problems.add(new Problem(JsonPointers.to(member.getKey()), "is unknown"));
            } else if (!member.getValue().isTextual()) {
                problems.add(new Problem(JsonPointers.to(member.getKey()), "must be a text"));
            }
        });
        needed.stream()
                .sorted()
                .filter(member -> !json.has(member))
                .forEach(member -> problems.add(new Problem(JsonPointers.to(member), "is missing")));
        if (!problems.isEmpty()) {
            throw ProblemException.violation(problems);
        }
    }
}
