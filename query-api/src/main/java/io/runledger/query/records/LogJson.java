package io.runledger.query.records;

import com.fasterxml.jackson.core.JsonGenerator;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.schemas.log.Position;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.model.SetAside;
import io.runledger.streams.views.model.Tally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** How the log's positions and rejected records look in JSON. */
final class LogJson {
    /** Of each partition. */
    private static final int SHOWN_ASIDE = 20;

    private LogJson() {}

    static void positions(
            SortedMap<Integer, Tally> tallies,
            Optional<Map<Integer, Long>> ends,
            Map<String, Long> reasons,
            SortedMap<Integer, List<SetAside>> setAside,
            JsonGenerator out)
            throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("partitions");
        for (Map.Entry<Integer, Tally> partition : tallies.entrySet()) {
            Tally tally = partition.getValue();
            out.writeStartObject();
            out.writeNumberField("partition", partition.getKey());
            // The end was asked for a moment before or after the views were.
            Optional<Long> end =
                    ends.map(known -> Math.max(known.getOrDefault(partition.getKey(), 0L), tally.offset() + 1));
            counts(tally, end, out);
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeObjectFieldStart("total");
        counts(tallies.values().stream().reduce(Tally.NONE, Tally::plus), ends.map(known -> sum(known, tallies)), out);
        out.writeEndObject();
        out.writeObjectFieldStart("rejected_by_reason");
        for (Map.Entry<String, Long> reason : reasons.entrySet()) {
            out.writeNumberField(reason.getKey(), reason.getValue());
        }
        out.writeEndObject();
        if (!setAside.isEmpty()) {
            out.writeArrayFieldStart("set_aside");
            for (Map.Entry<Integer, List<SetAside>> partition : setAside.entrySet()) {
                setAside(partition.getKey(), partition.getValue(), out);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void setAside(int partition, List<SetAside> all, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("partition", partition);
        out.writeNumberField("count", all.size());
        out.writeArrayFieldStart("first");
        for (SetAside each : all.subList(0, Math.min(SHOWN_ASIDE, all.size()))) {
            out.writeStartObject();
            out.writeStringField("task", each.task());
            out.writeStringField("subject", printable(each.subject()));
            out.writeStringField("why", printable(each.why()));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static long sum(Map<Integer, Long> ends, Map<Integer, Tally> tallies) {
        return tallies.entrySet().stream()
                .mapToLong(tally -> Math.max(
                        ends.getOrDefault(tally.getKey(), 0L), tally.getValue().offset() + 1))
                .sum();
    }

    private static void counts(Tally tally, Optional<Long> end, JsonGenerator out) throws IOException {
        long read = tally.offset() + 1;
        if (end.isPresent()) {
            out.writeNumberField("end", end.get());
            out.writeNumberField("lag", end.get() - read);
        }
        out.writeNumberField("read", read);
        out.writeNumberField("applied", tally.applied());
        out.writeNumberField("duplicates", tally.duplicates());
        out.writeNumberField("rejected", tally.rejected());
        out.writeNumberField("erased", tally.erased());
        out.writeNumberField("compacted", tally.compacted());
    }

    static void reject(RejectedRecord reject, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("position", new Position(reject.partition(), reject.offset()).toString());
        out.writeNumberField("partition", reject.partition());
        out.writeNumberField("offset", reject.offset());
        out.writeStringField("created_at", Timestamps.ofMillis(reject.timestamp()));
        out.writeStringField("reason", reject.reason());
        out.writeStringField("detail", "the record " + reject.detail());
        out.writeStringField("key", printable(reject.key()));
        if (reject.valueBytes() >= 0) {
            out.writeNumberField("size_bytes", reject.valueBytes());
            out.writeStringField("excerpt", printable(new String(reject.excerpt(), StandardCharsets.UTF_8)));
        }
        out.writeEndObject();
    }

    /** What a terminal shows without harm. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || !Character.isDefined(c) || c == 0xFFFD ? '.' : c)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }
}
