package io.runledger.gateway.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.runledger.core.access.Principal;
import io.runledger.http.JsonText;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Arrival;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.ContractViolationException;
import io.runledger.schemas.contract.IdSource;
import io.runledger.schemas.contract.PayloadContracts;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;

/** One record out of bytes that hold one JSON object and nothing else. */
public final class RecordBody {
    private static final JsonFactory JSON = new JsonFactory();

    /** Problems that are listed for one record. */
    static final int MOST_ERRORS = 100;

    private RecordBody() {}

    /** Reads the record of a whole body; throws 400 for what is not JSON and 422 for what breaks the contract. */
    public static <T extends SpecificRecord> T read(
            Contract<T> contract,
            byte[] body,
            IdSource ids,
            Arrival arrival,
            PayloadContracts payloads,
            DoorRules rules,
            Principal by) {
        try (JsonParser parser = JSON.createParser(body)) {
            return read(contract, parser, ids, arrival, payloads, rules, by, "body", 1, MOST_ERRORS);
        } catch (IOException e) {
            throw ProblemException.malformed("the body is not JSON in UTF-8");
        }
    }

    /**
     * Reads the record of an item of a batch; throws as above.
     *
     * @param mostErrors how many problems are listed: of 10,000 items, nobody needs all
     */
    public static <T extends SpecificRecord> T read(
            Contract<T> contract,
            RawRecord item,
            IdSource ids,
            Arrival arrival,
            PayloadContracts payloads,
            DoorRules rules,
            Principal by,
            int mostErrors) {
        JsonText.requireUtf8(item.bytes(), item.offset(), item.length(), "item", item.line());
        try (JsonParser parser = JSON.createParser(item.bytes(), item.offset(), item.length())) {
            return read(
                    contract,
                    parser,
                    ids,
                    arrival.at(item.arrived()),
                    payloads,
                    rules,
                    by,
                    "item",
                    item.line(),
                    mostErrors);
        } catch (IOException e) {
            throw ProblemException.malformed("the item is not JSON in UTF-8");
        }
    }

    private static <T extends SpecificRecord> T read(
            Contract<T> contract,
            JsonParser parser,
            IdSource ids,
            Arrival arrival,
            PayloadContracts payloads,
            DoorRules rules,
            Principal by,
            String whole,
            int line,
            int mostErrors)
            throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw ProblemException.malformed("the " + whole + " is empty; send one JSON object");
            }
            T record = contract.read(parser, ids, payloads, arrival);
            if (parser.nextToken() != null) {
                throw JsonText.at(
                        parser.currentTokenLocation(),
                        line,
                        "the " + whole + " continues after its JSON object; send one object");
            }
            return rules.admit(contract, record, by, mostErrors);
        } catch (ContractViolationException e) {
            throw rules.refusal(e.problems(), e.read(), mostErrors);
        } catch (JsonProcessingException e) {
            throw JsonText.malformed(e, whole, line);
        }
    }
}
