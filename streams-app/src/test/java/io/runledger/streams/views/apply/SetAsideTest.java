package io.runledger.streams.views.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.Outbox;
import io.runledger.streams.views.model.OutboxReader;
import io.runledger.streams.views.model.SetAside;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.Place;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be mended keeps nobody from what can. */
final class SetAsideTest {
    private static final byte[] POISON = "mevent/r/a/b".getBytes(StandardCharsets.UTF_8);

    private final Records records = new Records();
    private final ThreadLocal<RecordReader> readers = ThreadLocal.withInitial(() -> new RecordReader(records.registry));
    private final Memory memory = new Memory(8 << 20, 4 << 20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private PartitionViews views;

    @BeforeEach
    void open() {
        views = new PartitionViews(directory.resolve("views"), memory, records.registry, 1, Records.CRITERIA);
    }

    @AfterEach
    void close() {
        views.close();
        memory.close();
    }

    @Test
    void anErasureOfWhatCanBeNoRecordLeavesNothingToMend() {
        views.apply(records.at(0, Records.erasure(new RecordKey(RecordKey.Kind.EVENT, "r", "a/b"))));
        views.apply(Records.at(1, "event/r/a/b".getBytes(StandardCharsets.UTF_8), null));

        try (PartitionReader reader = views.read(0, readers)) {
            List<OutboxReader.Odd> odd = new ArrayList<>();
            assertThat(reader.outbox().mendings(10, odd::add)).isEmpty();
            assertThat(odd).isEmpty();
        }
    }

    @Test
    void aRowThatNamesNoKeyIsToldApartAndSetAside() {
        Event event = Records.event("r", "e", "x", null, "{}");
        views.apply(records.at(0, event));
        views.apply(Records.at(1, Records.key(event), new byte[] {1}));
        views.close();
        try (Database database = Database.open(directory.resolve("views"), memory)) {
            database.put(Family.OUTBOX, POISON, new byte[0]);
            database.flush();
        }
        open();

        List<OutboxReader.Odd> odd = new ArrayList<>();
        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.outbox().mendings(10, odd::add))
                    .containsExactly(new OutboxReader.Mending(RecordKey.of(event), 1));
        }
        assertThat(odd).singleElement().satisfies(each -> assertThat(each.row()).isEqualTo(POISON));
        views.setAside(odd.get(0).row(), odd.get(0).why());

        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.outbox().mendings(10, each -> {
                        throw new AssertionError(each.why());
                    }))
                    .hasSize(1);
            assertThat(reader.setAside(10))
                    .containsExactly(new SetAside("heal", "event/r/a/b", "the key is not kind/run_id/id"));
        }
    }

    @Test
    void aKeyThatIsMendedAfterAllIsNoLongerListed() {
        Event event = Records.event("r", "e", "x", null, "{}");
        LogRecord first = records.at(0, event);
        views.apply(first);
        views.apply(Records.at(1, Records.key(event), new byte[] {1}));
        views.setAside(Outbox.mending(RecordKey.of(event)), "for a test");

        views.apply(Records.healing(2, first, new Place(0, 0)));

        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.setAside(10)).isEmpty();
        }
    }

    @Test
    void onlySoManyAreKept() {
        for (int i = 0; i < SetAside.MOST + 10; i++) {
            views.setAside(Outbox.stray(i), "for a test");
        }

        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.setAside(Integer.MAX_VALUE)).hasSize(SetAside.MOST);
        }
    }
}
