package io.runledger.query.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.streams.views.store.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class MergeTest {
    private static final int QUESTION = 1;
    private static final Comparator<Row> WITHIN_PARTITION = Comparator.<Row>comparingLong(
                    row -> row.place().createdAt())
            .thenComparingLong(row -> row.place().sequence());

    private record Row(int partition, Place place) {}

    @Property
    void givesEachRowOnceAndInOrder(
            @ForAll @Size(min = 1, max = 5)
                    List<@Size(max = 12) List<@IntRange(min = -4, max = 3) Integer>> millisBetweenRows,
            @ForAll @IntRange(min = 1, max = 20) int limit,
            @ForAll boolean descending) {
        List<List<Row>> partitions = partitions(millisBetweenRows);

        List<Row> given = allPages(partitions, limit, descending);

        Comparator<Row> order = Comparator.<Row>comparingLong(row -> row.place().createdAt())
                .thenComparingInt(Row::partition)
                .thenComparingLong(row -> row.place().sequence());
        assertThat(given)
                .containsExactlyElementsOf(partitions.stream()
                        .flatMap(List::stream)
                        .sorted(descending ? order.reversed() : order)
                        .toList());
    }

    @Property
    void givesEachRowOnceAlsoWherePagesHaveNoRoomForAll(
            @ForAll @Size(min = 1, max = 5)
                    List<@Size(max = 12) List<@IntRange(min = -4, max = 3) Integer>> millisBetweenRows,
            @ForAll @IntRange(min = 1, max = 4) int room,
            @ForAll boolean descending) {
        List<List<Row>> partitions = partitions(millisBetweenRows);
        Merge<Row> merge = merge(partitions, descending);
        List<Row> given = new ArrayList<>();
        Optional<Cursor> next = Optional.empty();
        do {
            int[] left = {room};
            Page<Row> page = merge.page(
                    source(partitions, descending),
                    QUESTION,
                    next,
                    1_000,
                    row -> left[0]-- > 0 ? Optional.of(row) : Optional.empty());
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(room);
            given.addAll(page.rows());
            next = page.next();
        } while (next.isPresent());

        assertThat(given)
                .doesNotHaveDuplicates()
                .hasSize(partitions.stream().mapToInt(List::size).sum());
    }

    @Property
    void keepsRowsWhereTheyWereWhileTheListGrows(
            @ForAll @Size(min = 2, max = 4)
                    List<@Size(min = 1, max = 8) List<@IntRange(min = 0, max = 2) Integer>> millisBetweenRows,
            @ForAll @IntRange(min = 1, max = 5) int limit) {
        List<List<Row>> partitions = partitions(millisBetweenRows);
        Page<Row> first = page(partitions, Optional.empty(), limit, false);
        long later = 1
                + partitions.stream()
                        .flatMap(List::stream)
                        .mapToLong(row -> row.place().createdAt())
                        .max()
                        .orElse(0);

        partitions.forEach(rows -> rows.add(new Row(rows.get(0).partition(), new Place(rows.size(), later))));

        assertThat(page(partitions, Optional.empty(), limit, false).rows())
                .startsWith(first.rows().toArray(Row[]::new));
    }

    /** Where a clock steps back, new rows come in anywhere: what was there is given once all the same. */
    @Property
    void losesAndRepeatsNothingWhileTheListGrowsUnderAClockThatSteps(
            @ForAll @Size(min = 2, max = 4)
                    List<@Size(min = 1, max = 12) List<@IntRange(min = -9, max = 9) Integer>> millisBetweenRows,
            @ForAll @IntRange(min = 1, max = 5) int limit,
            @ForAll boolean descending) {
        List<List<Row>> all = partitions(millisBetweenRows);
        List<List<Row>> grown = new ArrayList<>();
        all.forEach(rows -> grown.add(new ArrayList<>(rows.subList(0, (rows.size() + 1) / 2))));
        List<Row> before = grown.stream().flatMap(List::stream).toList();

        List<Row> given = new ArrayList<>();
        Optional<Cursor> next = Optional.empty();
        do {
            Page<Row> page = page(grown, next, limit, descending);
            given.addAll(page.rows());
            next = page.next();
            for (int p = 0; p < all.size(); p++) {
                int has = grown.get(p).size();
                grown.get(p)
                        .addAll(all.get(p)
                                .subList(has, Math.min(has + 1, all.get(p).size())));
            }
        } while (next.isPresent());

        assertThat(given).doesNotHaveDuplicates().containsAll(before);
        assertThat(grown.stream().flatMap(List::stream).toList()).containsAll(given);
    }

    /** Each partition has offsets without gaps; several times are equal, and a gap below 0 is a clock that steps back. */
    private static List<List<Row>> partitions(List<List<Integer>> millisBetweenRows) {
        List<List<Row>> partitions = new ArrayList<>();
        for (List<Integer> gaps : millisBetweenRows) {
            List<Row> rows = new ArrayList<>();
            long time = 1_000;
            for (int gap : gaps) {
                time += gap;
                rows.add(new Row(partitions.size(), new Place(rows.size(), time)));
            }
            partitions.add(rows);
        }
        return partitions;
    }

    private static List<Row> allPages(List<List<Row>> partitions, int limit, boolean descending) {
        List<Row> given = new ArrayList<>();
        Optional<Cursor> next = Optional.empty();
        int pages = 0;
        do {
            Page<Row> page = page(partitions, next, limit, descending);
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(limit);
            given.addAll(page.rows());
            next = page.next().map(cursor -> Cursor.parse(cursor.toString(), QUESTION));
            assertThat(++pages).as("pages").isLessThanOrEqualTo(61);
        } while (next.isPresent());
        return given;
    }

    private static Page<Row> page(List<List<Row>> partitions, Optional<Cursor> after, int limit, boolean descending) {
        return merge(partitions, descending).page(source(partitions, descending), QUESTION, after, limit);
    }

    private static Merge<Row> merge(List<List<Row>> partitions, boolean descending) {
        return new Merge<>(
                IntStream.range(0, partitions.size()).boxed().toList(), Row::partition, Row::place, descending);
    }

    private static Merge.Source<Row> source(List<List<Row>> partitions, boolean descending) {
        return (p, place, most) ->
                read(partitions.get(p), place, most, descending).iterator();
    }

    /** What a partition of the views does: rows strictly behind a place, in the order asked for. */
    private static List<Row> read(List<Row> rows, Optional<Place> after, int most, boolean descending) {
        Comparator<Row> order = descending ? WITHIN_PARTITION.reversed() : WITHIN_PARTITION;
        return rows.stream()
                .sorted(order)
                .filter(row -> after.map(place -> order.compare(row, new Row(0, place)) > 0)
                        .orElse(true))
                .limit(most)
                .toList();
    }
}
