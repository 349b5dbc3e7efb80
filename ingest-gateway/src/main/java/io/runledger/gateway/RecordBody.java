package io.runledger.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.ContractViolationException;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** One record out of a body that holds one JSON object and nothing else. */
final class RecordBody {
    private static final JsonFactory JSON = new JsonFactory();

    private RecordBody() {}

    /** Reads the record; throws 400 for what is not JSON and 422 for what breaks the contract. */
    static <T extends SpecificRecord> T read(Contract<T> contract, byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() == null) {
                throw ProblemException.malformed("the body is empty; send one JSON object");
            }
            T record = contract.read(parser);
            if (parser.nextToken() != null) {
                throw at(parser.currentTokenLocation(), "the body goes on behind its JSON object; send one object");
            }
            return record;
        } catch (ContractViolationException e) {
            int count = e.problems().size();
            throw ProblemException.violation(
                    count == 1 ? "one thing is wrong" : count + " things are wrong", e.problems());
        } catch (JsonProcessingException e) {
            throw at(e.getLocation(), "the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw ProblemException.malformed("the body is not JSON in UTF-8");
        }
    }

    private static ProblemException at(@Nullable JsonLocation location, String detail) {
        if (location == null) {
            return ProblemException.malformed(detail);
        }
        return ProblemException.malformed(detail)
                .with("line", location.getLineNr())
                .with("column", location.getColumnNr());
    }
}
