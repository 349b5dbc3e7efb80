package io.runledger.gateway.requests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.runledger.core.storage.Breach;
import io.runledger.gateway.record.DoorFindings;
import io.runledger.http.JsonText;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Problem;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The body of a request, read strictly: what is not asked for, appears twice or is of another type is a problem. */
final class ReviewBody {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<BodyField, Object> values = new EnumMap<>(BodyField.class);
    private final List<Problem> problems = new ArrayList<>();

    private ReviewBody() {}

    /**
     * Reads a body; one without bytes is an object without members. What is wrong with it is told by {@link #refuse}.
     *
     * @throws ProblemException 400 if it is not JSON
     */
    static ReviewBody read(byte[] body, Set<BodyField> taken) {
        ReviewBody read = new ReviewBody();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != null) {
                read.object(parser, taken);
                if (parser.nextToken() != null) {
                    throw JsonText.at(
                            parser.currentTokenLocation(),
                            1,
                            "the body continues after its JSON object; send one object");
                }
            }
        } catch (JsonProcessingException e) {
            throw JsonText.malformed(e, "body", 1);
        } catch (IOException e) {
            throw ProblemException.malformed("the body is not JSON in UTF-8");
        }
        return read;
    }

    private void object(JsonParser parser, Set<BodyField> taken) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw ProblemException.violation(List.of(new Problem("", "must be an object")));
        }
        Set<BodyField> seen = EnumSet.noneOf(BodyField.class);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            BodyField field = named(parser.currentName(), taken);
            parser.nextToken();
            if (field == null) {
                problem(parser, "is not a field of this request; it takes " + String.join(", ", names(taken)));
                parser.skipChildren();
            } else if (!seen.add(field)) {
                problem(parser, "appears twice; give each name once");
                parser.skipChildren();
            } else {
                Object value = field.read(parser, problems);
                if (value != null) {
                    values.put(field, value);
                }
            }
        }
    }

    private static @Nullable BodyField named(String name, Set<BodyField> taken) {
        return taken.stream()
                .filter(field -> field.json().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Set<String> names(Set<BodyField> taken) {
        Set<String> names = new TreeSet<>();
        taken.forEach(field -> names.add(field.json()));
        return names;
    }

    private void problem(JsonParser parser, String detail) {
        problems.add(new Problem(parser.getParsingContext().pathAsPointer().toString(), detail));
    }

    boolean has(BodyField field) {
        return values.containsKey(field);
    }

    @Nullable
    String text(BodyField field) {
        return (String) values.get(field);
    }

    @Nullable
    Long number(BodyField field) {
        return (Long) values.get(field);
    }

    @Nullable
    Instant instant(BodyField field) {
        return (Instant) values.get(field);
    }

    @Nullable
    List<String> texts(BodyField field) {
        return values.get(field) instanceof List<?> items
                ? items.stream().map(String.class::cast).toList()
                : null;
    }

    @Nullable
    Object value(BodyField field) {
        return values.get(field);
    }

    void require(BodyField field) {
        if (!has(field)
                && problems.stream().noneMatch(problem -> problem.pointer().equals(field.pointer()))) {
            problem(field, "is required");
        }
    }

    void problem(BodyField field, String detail) {
        problems.add(new Problem(field.pointer(), detail));
    }

    /** Throws 422 with everything that is wrong, if anything is. */
    void refuse() {
        refuse(List.of());
    }

    /** The same, and with what breaks the storage policy. */
    void refuse(List<Breach> breaches) {
        DoorFindings.refuse(problems, breaches);
    }

    static ProblemException violation(List<Problem> problems) {
        return ProblemException.violation(problems);
    }
}
