package io.runledger.streams.views.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.redaction.Redaction;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RejectQuery;
import io.runledger.streams.views.store.Memory;
import io.runledger.v1.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that were published with a secret: not applied, listed without it, and gone from the state's files. */
final class SecretRecordsTest {
    private static final String TOKEN = "gh" + "p_" + "a1B2".repeat(9);
    private static final RejectQuery REJECTS =
            new RejectQuery(Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());

    private final Path directory;
    private final Records records = new Records();
    private final ThreadLocal<RecordReader> readers = ThreadLocal.withInitial(() -> new RecordReader(records.registry));
    private final Memory memory = new Memory(8 << 20, 4 << 20);

    SecretRecordsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private PartitionViews open(Criteria criteria, int partitions) {
        return new PartitionViews(directory, memory, records.registry, partitions, criteria);
    }

    private static Event event(String id, String text) {
        return Records.event("r1", id, "type", null, "{\"note\":\"" + text + "\"}");
    }

    @Test
    void keepsNothingOfASecretWhereverItStands() throws Exception {
        List<LogRecord> log = List.of(
                records.at(0, event("a", TOKEN)),
                records.at(1, event(TOKEN, "x")),
                Records.at(
                        2,
                        Records.key(event("b", "x")),
                        ("{\"t\":\"" + TOKEN + "\"}").getBytes(StandardCharsets.UTF_8)),
                Records.at(3, ("no key " + TOKEN).getBytes(StandardCharsets.UTF_8), new byte[] {1}),
                Records.at(
                        4,
                        "no key".getBytes(StandardCharsets.UTF_8),
                        ("password=" + TOKEN).getBytes(StandardCharsets.UTF_8)),
                Records.at(
                        5,
                        Records.key(event("c", "x")),
                        (TOKEN + " ".repeat(LogTopic.MAX_RECORD_BYTES)).getBytes(StandardCharsets.UTF_8)),
                Records.at(6, Records.key(event(TOKEN, "x")), null));

        try (PartitionViews views = open(Records.CRITERIA, 1)) {
            log.forEach(views::apply);

            assertThat(views.tally().rejected()).isEqualTo(log.size());
            try (PartitionReader reader = views.read(0, readers)) {
                List<RejectedRecord> rejects = reader.rejects().page(REJECTS, 100);
                assertThat(rejects).hasSize(log.size());
                assertThat(rejects.subList(0, 6)).allSatisfy(reject -> {
                    assertThat(reject.reason()).isEqualTo("secret");
                    assertThat(reject.excerpt()).isEmpty();
                });
                assertThat(rejects).noneMatch(reject -> (reject.key() + reject.detail()).contains(TOKEN));
                assertThat(rejects.get(0).detail()).isEqualTo("/payload/note holds a secret (rule github-token)");
                assertThat(reader.outbox().mendings(10, odd -> {})).hasSize(3);
            }
        }
        assertThat(filesWith(TOKEN)).isEmpty();
    }

    @Test
    void oneInAForeignPartitionIsNotMovedHomeAndSettles() {
        int partitions = 2;
        String foreign = Stream.of("r0", "r1", "r2", "r3", "r4")
                .filter(run -> RunPartition.of(run, partitions) == 1)
                .findFirst()
                .orElseThrow();
        try (TestLedger ledger = new TestLedger(records, 0, partitions)) {
            ledger.append(records.at(0, Records.event(foreign, "a", "x", null, "{\"password\":\"hunter2\"}")));

            ledger.heal();

            assertThat(ledger.strays()).isEmpty();
            assertThat(ledger.log).hasSize(2);
            assertThat(ledger.log.get(1).value()).isNull();
        }
    }

    @Test
    void viewsOfOtherRulesAreRebuilt() {
        Redaction others = Redaction.extended("own.json", "{\"off\":[\"jwt\"]}");
        try (PartitionViews views = open(Records.CRITERIA, 1)) {
            views.apply(records.at(0, event("a", "x")));
        }
        try (PartitionViews views = open(Records.CRITERIA, 1)) {
            assertThat(views.tally().applied()).isEqualTo(1);
        }

        try (PartitionViews views = open(new Criteria(Records.SEAL, others, Records.CRITERIA.mark()), 1)) {
            assertThat(views.tally()).isEqualTo(Tally.NONE);
        }
    }

    private List<Path> filesWith(String needle) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(needle);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }
    }
}
