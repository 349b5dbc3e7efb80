package io.runledger.query.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PageRoomsTest {
    private static final long HEAP_FOR_TWO = 128L << 20;
    private static final long ROW = 100 << 10;

    private final PageRooms rooms = new PageRooms(HEAP_FOR_TWO);

    @Test
    void asManyPagesAreLargeAsTheHeapHasRoomForAndTheOthersEndEarlier() {
        try (PageRooms.Room first = rooms.open(false);
                PageRooms.Room second = rooms.open(false);
                PageRooms.Room third = rooms.open(false)) {
            int large = fill(first);

            assertThat(fill(second)).isEqualTo(large);
            assertThat(fill(third)).isPositive().isLessThan(large);
        }
        try (PageRooms.Room later = rooms.open(false)) {
            assertThat(fill(later)).isGreaterThan(10);
        }
    }

    @Test
    void partOfAnAnswerIsSmallForWhoeverPutsItTogetherHoldsAll() {
        try (PageRooms.Room part = rooms.open(true);
                PageRooms.Room whole = rooms.open(false)) {
            assertThat(fill(part)).isLessThan(fill(whole));
        }
    }

    @Test
    void smallestHeapHasRoomForOne() {
        PageRooms few = new PageRooms(1);
        try (PageRooms.Room one = few.open(false);
                PageRooms.Room other = few.open(false)) {
            assertThat(fill(one)).isGreaterThan(fill(other));
        }
    }

    private static int fill(PageRooms.Room room) {
        int rows = 0;
        while (room.hasMore()) {
            room.take(ROW);
            rows++;
        }
        return rows;
    }
}
