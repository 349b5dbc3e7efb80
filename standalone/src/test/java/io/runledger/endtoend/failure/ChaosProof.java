package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestCluster;
import io.runledger.endtoend.ledger.Verdicts;
import io.runledger.schemas.log.RecordKey;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what a cluster at rest says against its log, and against what its producers were told. */
final class ChaosProof {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int MOST_REQUESTS = 500;

    private final TestCluster cluster;
    private final Map<RecordKey, Written.Receipt> written;

    ChaosProof(TestCluster cluster, Written written) {
        this.cluster = cluster;
        this.written = written.all();
    }

    /** Returns how many records the log has, copies among them. */
    long check() throws Exception {
        try (Verdicts verdicts = Verdicts.follow(cluster.bootstrapServers(), cluster.registryUrl())) {
            verdicts.awaitAllDecided();
            verdicts.assertOneEach();
            checkRequests(verdicts);
        }
        LogCopies log = LogCopies.read(cluster.bootstrapServers(), cluster.registryUrl());
        long records = checkCounts(log);
        checkRecords(log.places());
        checkStates();
        return records;
    }

    /** Every offset is applied or a duplicate: nobody wrote anything else. */
    private long checkCounts(LogCopies log) throws Exception {
        long records = 0;
        for (LedgerApi node : cluster.queries()) {
            records = 0;
            JsonNode positions = node.get("/positions").expect(200).json();
            assertThat(positions.path("partitions")).hasSize(DirectLog.PARTITIONS);
            for (JsonNode counts : positions.path("partitions")) {
                int partition = counts.path("partition").asInt();
                long end = log.end(partition);
                assertThat(counts.path("read").asLong()).as("%s", counts).isEqualTo(end);
                assertThat(counts.path("applied").asLong()).as("%s", counts).isEqualTo(log.records(partition));
                assertThat(counts.path("duplicates").asLong()).as("%s", counts).isEqualTo(end - log.records(partition));
                records += end;
            }
        }
        return records;
    }

    /** Each record of the log is shown once, in the place that its copies give it; and what was acknowledged is among them as sent. */
    private void checkRecords(Map<RecordKey, Long> onLog) throws Exception {
        Set<String> runs = new HashSet<>();
        onLog.keySet().forEach(key -> runs.add(key.runId()));
        Map<RecordKey, Long> sequences = new HashMap<>();
        int asked = 0;
        for (String run : runs) {
            LedgerApi node = cluster.query(asked++ % cluster.queries().size());
            for (RecordKey.Kind kind : RecordKey.Kind.values()) {
                String rows = kind == RecordKey.Kind.EVENT ? "events" : "artifacts";
                for (JsonNode row : node.all("/" + rows + "?limit=1000&run_id=" + run, rows)) {
                    String id = row.path(kind == RecordKey.Kind.EVENT ? "event_id" : "artifact_id")
                            .asText();
                    RecordKey key = new RecordKey(kind, run, id);
                    assertThat(sequences.put(key, row.path("sequence").asLong()))
                            .as("%s is shown once", key)
                            .isNull();
                    Written.Receipt receipt = written.get(key);
                    if (receipt != null) {
                        checkRecord(receipt, row);
                    }
                }
            }
        }
        Map<RecordKey, String> different = new HashMap<>();
        sequences.forEach((key, sequence) -> {
            if (!sequence.equals(onLog.get(key))) {
                different.put(key, "shown at " + sequence + ", on the log at " + onLog.get(key));
            }
        });
        assertThat(different).isEmpty();
        assertThat(sequences).hasSameSizeAs(onLog);
        assertThat(onLog.keySet()).containsAll(written.keySet());
    }

    private static void checkRecord(Written.Receipt record, JsonNode shown) {
        assertThat(shown.path("partition").asInt()).isEqualTo(record.position().partition());
        assertThat(shown.path("sequence").asLong()).as("%s", record).isGreaterThanOrEqualTo(record.least());
        record.body().ifPresent(sent -> {
            for (String field : List.of("payload", "event_type", "producer", "location", "created_by")) {
                assertThat(shown.path(field))
                        .as("%s of %s", field, record.key())
                        .isEqualTo(sent.path(field));
            }
        });
    }

    private void checkRequests(Verdicts verdicts) throws Exception {
        int asked = 0;
        for (RecordKey request : verdicts.requests()) {
            if (++asked > MOST_REQUESTS) {
                return;
            }
            LedgerApi node = cluster.query(asked % cluster.queries().size());
            String path = "/runs/" + request.runId() + "/requests/" + request.id();
            boolean isGranted = verdicts.on(request).refusal() == null;
            assertThat(node.get(path).expect(200).json().path("status").asText())
                    .isEqualTo(isGranted ? "granted" : "refused");
        }
    }

    /** The digests of all nodes are equal, and those of a replay of the log. */
    private void checkStates() throws Exception {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
            JsonNode digests = digests(cluster.query(0));
            assertThat(digests).hasSize(DirectLog.PARTITIONS);
            for (LedgerApi node : cluster.queries()) {
                assertThat(digests(node)).isEqualTo(digests);
            }
        });
        for (LedgerApi node : cluster.queries()) {
            node.post("/admin/verify", "").expect(202);
            await().atMost(LIMIT).until(() -> !state(node).equals("running"));
            JsonNode verified = node.get("/admin/verify").json();
            assertThat(verified.path("state").asText()).as("%s", verified).isEqualTo("equal");
            assertThat(verified.path("partitions")).hasSize(DirectLog.PARTITIONS);
        }
    }

    private static String state(LedgerApi node) throws IOException, InterruptedException {
        return node.get("/admin/verify").json().path("state").asText();
    }

    private static JsonNode digests(LedgerApi node) throws IOException, InterruptedException {
        return node.get("/admin/digest").expect(200).json().path("digests");
    }
}
