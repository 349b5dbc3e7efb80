package io.runledger.query.admin;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.runledger.http.Metrics;
import io.runledger.streams.health.StreamsMetrics;
import io.runledger.streams.views.model.SetAside;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the views are, read from the views' own counts at each scrape. Partitions come and go with the group, so the
 * series are those of the partitions that are here now: {@code role} is {@code owner} where this node applies the log, else
 * {@code copy} (standing by, or being restored). Used by one scrape at a time.
 */
public final class ViewsMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(ViewsMetrics.class);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(1);

    private final Views views;
    private final MultiGauge applied;
    private final MultiGauge lag;
    private final MultiGauge ends;
    private final MultiGauge records;
    private final MultiGauge rejects;
    private final MultiGauge bytes;
    private final MultiGauge setAside;

    private ViewsMetrics(Views views, MeterRegistry registry) {
        this.views = views;
        applied = gauge("runledger.views.applied.offset", "The last offset that is applied; -1 before the first")
                .register(registry);
        lag = gauge("runledger.views.lag", "Offsets of the log that are not applied yet")
                .baseUnit("records")
                .register(registry);
        ends = gauge("runledger.log.end.offset", "The offset that the next record of the log will get")
                .register(registry);
        records = gauge(
                        "runledger.views.records",
                        "Offsets by how they ended; together they are the applied offset + 1")
                .register(registry);
        rejects = gauge(
                        "runledger.views.rejects",
                        "Records that are rejected in the partitions this node owns, by reason")
                .register(registry);
        bytes = gauge("runledger.views.state", "Bytes of the views on disk")
                .baseUnit("bytes")
                .register(registry);
        setAside = gauge(
                        "runledger.mender.set.aside",
                        "Things that the mender cannot do and does not try any more, in the partitions this node owns")
                .register(registry);
        Gauge.builder(
                        "runledger.mender.failing",
                        views,
                        each -> each.mendingTrouble().isPresent() ? 1 : 0)
                .description("1 while records cannot be mended for a while, else 0")
                .register(registry);
        StreamsMetrics.register("views", views::health, registry);
    }

    /** Lets every scrape show how the views are then. */
    public static void register(Views views, Metrics metrics) {
        metrics.beforeEachScrape(new ViewsMetrics(views, metrics.registry())::look);
    }

    private static MultiGauge.Builder gauge(String name, String description) {
        return MultiGauge.builder(name).description(description);
    }

    private void look() {
        Rows rows = new Rows(views.recentEnds(ENDS_WITHIN).orElse(Map.of()));
        for (int partition = 0; partition < views.partitions(); partition++) {
            boolean owner = views.local().owns(partition);
            try (PartitionReader reader = views.local().readAny(partition)) {
                rows.add(partition, owner, reader);
            } catch (ViewsClosedException e) {
                LOG.debug("the views of a partition are not here, partition={}", partition);
            }
        }
        applied.register(rows.applied, true);
        lag.register(rows.lag, true);
        ends.register(rows.ends(), true);
        records.register(rows.records, true);
        bytes.register(rows.bytes, true);
        rejects.register(rows.rejects(), true);
        setAside.register(rows.setAside, true);
    }

    /** What one look finds. */
    private static final class Rows {
        private final List<Row<?>> applied = new ArrayList<>();
        private final List<Row<?>> lag = new ArrayList<>();
        private final List<Row<?>> records = new ArrayList<>();
        private final List<Row<?>> bytes = new ArrayList<>();
        private final List<Row<?>> setAside = new ArrayList<>();
        private final Map<String, Long> reasons = new TreeMap<>();
        private final Map<Integer, Long> ends;

        Rows(Map<Integer, Long> ends) {
            this.ends = new TreeMap<>(ends);
        }

        void add(int partition, boolean owner, PartitionReader reader) {
            Tags tags = Tags.of("partition", String.valueOf(partition), "role", owner ? "owner" : "copy");
            Tally tally = reader.tally();
            applied.add(Row.of(tags, tally.offset()));
            bytes.add(Row.of(tags, reader.bytesOnDisk()));
            // The end was asked for a moment before.
            Long end = ends.computeIfPresent(partition, (p, known) -> Math.max(known, tally.offset() + 1));
            if (end != null) {
                lag.add(Row.of(tags, end - 1 - tally.offset()));
            }
            if (owner) {
                Tags owned = Tags.of("partition", String.valueOf(partition));
                records.add(Row.of(owned.and("outcome", "applied"), tally.applied()));
                records.add(Row.of(owned.and("outcome", "duplicate"), tally.duplicates()));
                records.add(Row.of(owned.and("outcome", "rejected"), tally.rejected()));
                records.add(Row.of(owned.and("outcome", "erased"), tally.erased()));
                records.add(Row.of(owned.and("outcome", "compacted"), tally.compacted()));
                setAside.add(Row.of(owned, reader.setAside(SetAside.MOST).size()));
                reader.rejects().byReason().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
            }
        }

        List<Row<?>> ends() {
            List<Row<?>> rows = new ArrayList<>();
            ends.forEach((partition, end) -> rows.add(Row.of(Tags.of("partition", String.valueOf(partition)), end)));
            return rows;
        }

        List<Row<?>> rejects() {
            List<Row<?>> rows = new ArrayList<>();
            reasons.forEach((reason, count) -> rows.add(Row.of(Tags.of("reason", reason), count)));
            return rows;
        }
    }
}
