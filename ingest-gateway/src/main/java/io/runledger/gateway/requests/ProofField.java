package io.runledger.gateway.requests;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.runledger.core.review.ProofRequirement;
import io.runledger.core.review.ProofRequirement.Scope;
import io.runledger.schemas.contract.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The {@code proof_requirement} of a request's body, field by field. */
final class ProofField {
    private static final String POINTER = BodyField.PROOF_REQUIREMENT.pointer();

    private final JsonParser parser;
    private final List<Problem> problems;
    private boolean isTyped;
    private ProofRequirement.@Nullable Type type;
    private @Nullable Object linkName;
    private @Nullable Boolean file;
    private @Nullable Object artifactType;
    private @Nullable Object taskId;
    private @Nullable Scope scope;
    private @Nullable Boolean fourEyes;

    private ProofField(JsonParser parser, List<Problem> problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The value that the parser is at; null if it is null or wrong. */
    static @Nullable ProofRequirement read(JsonParser parser, List<Problem> problems) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            problems.add(new Problem(POINTER, "must be an object with a type"));
            return null;
        }
        return new ProofField(parser, problems).requirement();
    }

    private @Nullable ProofRequirement requirement() throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            field(name);
            parser.skipChildren();
        }
        if (!isTyped) {
            problem("type", "is required");
        }
        if (type != null && type != ProofRequirement.Type.ARTIFACT) {
            if (artifactType != null) {
                problem("artifact_type", "goes with the type artifact only");
            }
            if (taskId != null) {
                problem("task_id", "goes with the type artifact only");
            }
            if (scope != null) {
                problem("scope", "goes with the type artifact only");
            }
            if (fourEyes != null) {
                problem("four_eyes", "goes with the type artifact only");
            }
        } else if (taskId != null && scope == Scope.BUNDLE) {
            problem("scope", "must be task, or left out, where task_id names the task");
        }
        return type == null
                ? null
                : new ProofRequirement(
                        type, (String) linkName, file, (String) artifactType, (String) taskId, scope, fourEyes);
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "type" -> {
                isTyped = true;
                type = word(
                        name,
                        ProofRequirement.Type::of,
                        "must be one of: none, artifact, file, url, comment, external-status");
            }
            case "required_link_name" -> linkName = BodyField.LINK_NAME.read(parser, problems);
            case "requires_file" -> file = flag(name);
            case "four_eyes" -> fourEyes = flag(name);
            case "artifact_type" -> artifactType = BodyField.ARTIFACT_TYPE.read(parser, problems);
            case "task_id" -> taskId = BodyField.TASK_ID.read(parser, problems);
            case "scope" -> {
                if (parser.currentToken() != JsonToken.VALUE_NULL) {
                    scope = word(name, Scope::of, "must be task or bundle");
                }
            }
            default ->
                problems.add(new Problem(
                        parser.getParsingContext().pathAsPointer().toString(),
                        "is not a field of a proof requirement; leave it out"));
        }
    }

    private @Nullable Boolean flag(String name) {
        if (parser.currentToken() == JsonToken.VALUE_TRUE || parser.currentToken() == JsonToken.VALUE_FALSE) {
            return parser.currentToken() == JsonToken.VALUE_TRUE;
        }
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            problem(name, "must be true or false");
        }
        return null;
    }

    private <T> @Nullable T word(String name, Function<String, Optional<T>> words, String otherwise)
            throws IOException {
        Optional<T> word =
                parser.currentToken() == JsonToken.VALUE_STRING ? words.apply(parser.getText()) : Optional.empty();
        if (word.isEmpty()) {
            problem(name, otherwise);
        }
        return word.orElse(null);
    }

    private void problem(String field, String detail) {
        problems.add(new Problem(POINTER + "/" + field, detail));
    }
}
