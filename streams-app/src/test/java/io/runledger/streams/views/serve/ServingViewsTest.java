package io.runledger.streams.views.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.apply.Records;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.Outbox;
import io.runledger.streams.views.model.OutboxReader;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.replay.ReplayedViews;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.ViewsClosedException;
import io.runledger.v1.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServingViewsTest {
    private final Records records = new Records();
    private final ThreadLocal<RecordReader> readers = ThreadLocal.withInitial(() -> new RecordReader(records.registry));
    private final Memory memory = new Memory(8 << 20, 4 << 20);
    private final ServingViews serving = new ServingViews(this::views);
    private final Path directory;

    ServingViewsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(home());
        serving.open(home());
    }

    @AfterEach
    void close() {
        serving.close();
        memory.close();
    }

    private Path home() {
        return directory.resolve("home");
    }

    private PartitionViews views(Path path) {
        return new PartitionViews(path, memory, records.registry, 1, Records.CRITERIA);
    }

    /** Views that a replay of these records has made, and what happens when they are asked to catch up. */
    private ReplayedViews replayed(List<LogRecord> log, Runnable whileCatchingUp) {
        Path scratch = directory.resolve("scratch");
        PartitionViews replayed = views(scratch);
        replayed.apply(log);
        return new ReplayedViews() {
            @Override
            public boolean reaches(long end, Duration patience) {
                whileCatchingUp.run();
                return replayed.tally().offset() >= end - 1;
            }

            @Override
            public void moveTo(Path other) {
                replayed.close();
                try {
                    Files.move(scratch, other);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private LogRecord event(long offset) {
        return records.at(offset, Records.event("r", "e" + offset, "x", null, "{}"));
    }

    private long applied() {
        return serving.ask(PartitionViews::openTally).offset();
    }

    /**
     * Kafka Streams asks the store to forget while a replay has seen the old views and not set its own yet. Without the
     * lock of {@link ServingViews#exclusively} the rebuild closes the old views under the replacement, and the
     * replacement fails.
     */
    @Test
    void aRebuildDuringAReplacementIsNotLost() throws InterruptedException {
        List<LogRecord> log = List.of(event(0), event(1));
        serving.current().apply(log);
        Thread rebuild = new Thread(serving::rebuild, "rebuild");

        boolean replaced = serving.replaceBy(replayed(log, () -> {
            rebuild.start();
            awaitEndedOrWaiting(rebuild);
        }));
        rebuild.join();

        assertThat(replaced).isTrue();
        assertThat(serving.current().tally().offset()).isEqualTo(-1);
        assertThatThrownBy(serving::readable).isInstanceOf(ViewsClosedException.class);
    }

    private static void awaitEndedOrWaiting(Thread thread) {
        await().until(thread::getState, state -> state == Thread.State.TERMINATED || state == Thread.State.WAITING);
    }

    @Test
    void replacedViewsStillHaveToBeMendedAndPublishNothingTwice() {
        Event event = Records.event("r", "e", "x", null, "{}");
        byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
        List<LogRecord> log = List.of(
                records.at(0, event), Records.at(1, Records.key(event), garbage), Records.at(2, garbage, garbage));
        serving.current().apply(log);
        serving.current().published(1);

        assertThat(serving.replaceBy(replayed(log, () -> {}))).isTrue();

        try (PartitionReader reader = serving.ask(views -> views.read(0, readers))) {
            assertThat(reader.outbox().mendings(10, odd -> {}))
                    .containsExactly(new OutboxReader.Mending(RecordKey.of(event), 1));
            assertThat(reader.outbox().publishings(10))
                    .extracting(Outbox.Rejected::offset)
                    .containsExactly(2L);
        }
    }

    @Test
    void theOldViewsAreReadToTheEndAndThenDeleted() {
        List<LogRecord> log = List.of(event(0), event(1));
        serving.current().apply(log);
        try (PartitionReader reader = serving.ask(views -> views.read(0, readers))) {
            serving.replaceBy(replayed(log, () -> {}));

            assertThat(reader.page(RecordQuery.all(RecordKey.Kind.EVENT), 10)).hasSize(2);
            assertThat(home().resolve("views")).exists();
        }
        assertThat(home().resolve("views")).doesNotExist();
        assertThat(applied()).isEqualTo(1);
    }

    @Test
    void viewsThatLagBehindDoNotServe() {
        serving.current().apply(List.of(event(0), event(1)));

        assertThat(serving.replaceBy(replayed(List.of(event(0)), () -> {}))).isFalse();

        assertThat(applied()).isEqualTo(1);
        assertThat(home().resolve("views-2")).doesNotExist();
    }

    @Test
    void aFailedAttemptDoesNotKeepTheNextFromServing() throws IOException {
        List<LogRecord> log = List.of(event(0));
        serving.current().apply(log);
        Files.createDirectories(home().resolve("views-2").resolve("left"));

        assertThat(serving.replaceBy(replayed(log, () -> {}))).isTrue();

        assertThat(applied()).isEqualTo(0);
        assertThat(home().resolve("views-2").resolve("left")).doesNotExist();
    }

    @Test
    void rebuiltViewsAreReadOnceTheyHaveWhatWasReadBefore() {
        List<LogRecord> log = List.of(event(0), event(1));
        serving.current().apply(log);

        serving.rebuild();
        serving.current().apply(log.subList(0, 1));
        assertThatThrownBy(this::applied).isInstanceOf(ViewsClosedException.class);
        serving.current().apply(log.subList(1, 2));

        assertThat(applied()).isEqualTo(1);
    }
}
