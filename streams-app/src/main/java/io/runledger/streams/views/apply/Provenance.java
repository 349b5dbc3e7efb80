package io.runledger.streams.views.apply;

import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogFacts;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.ViewsClosedException;
import io.runledger.streams.views.store.ViewsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a database says about where its views come from: the layout and the rules they were made with, and the log they
 * were made of. Views of another layout are rebuilt; views of another log are refused.
 */
final class Provenance {
    private static final Logger log = LoggerFactory.getLogger(Provenance.class);
    private static final byte[] LAYOUT = "layout".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LOG = "log".getBytes(StandardCharsets.UTF_8);

    private Provenance() {}

    /** Under other redaction rules or another mark, other records are rejected. */
    private static byte[] layout(Criteria criteria) {
        return new KeyBuilder()
                .put(Layout.VERSION)
                .put(criteria.redaction().fingerprint())
                .put(criteria.mark().fingerprint())
                .bytes();
    }

    /**
     * Opens a database, an empty one if it was of another layout, other redaction rules or another mark, or cannot be
     * read: then it is rebuilt from the log. The log's id is kept, so that another log under the same name does not
     * pass for it.
     */
    static Database open(Path directory, Memory memory, Criteria criteria) {
        byte[] wanted = layout(criteria);
        Database found = Database.open(directory, memory);
        byte @Nullable [] of = null;
        try {
            of = found.get(Family.DEFAULT, LOG);
            byte[] layout = found.get(Family.DEFAULT, LAYOUT);
            if (layout != null && Arrays.equals(layout, wanted)) {
                return found;
            }
            if (layout == null && found.get(Family.DEFAULT, Tally.KEY) == null) {
                found.put(Family.DEFAULT, LAYOUT, wanted);
                return found;
            }
            log.info(
                    "the views are of another version, other redaction rules or another mark of the seals, and are rebuilt from the log: {}",
                    directory);
        } catch (ViewsClosedException e) {
            log.warn("the views of a partition are damaged and are rebuilt from the log, directory={}", directory);
        } catch (ViewsException e) {
            found.close();
            throw e;
        }
        found.close();
        Database.delete(directory);
        Database fresh = Database.open(directory, memory);
        if (of != null) {
            fresh.put(Family.DEFAULT, LOG, of);
        }
        fresh.put(Family.DEFAULT, LAYOUT, wanted);
        return fresh;
    }

    /**
     * Checks views against the log that they are to follow, which they note if they are new.
     *
     * @param applied the last offset that they have applied, -1 before the first
     * @throws ViewsException if they are of another log, or have applied more than this one has
     */
    static void requireOf(LogFacts facts, int partition, Database database, long applied) {
        byte[] stored = database.get(Family.DEFAULT, LOG);
        byte[] id = facts.id().toString().getBytes(StandardCharsets.UTF_8);
        if (stored == null) {
            database.put(Family.DEFAULT, LOG, id);
        } else if (!Arrays.equals(stored, id)) {
            throw new ViewsException(
                    "the views in the state directory are of another log: its topic was deleted and created"
                            + " again; bring the old topic back, or delete the state directory to make views of the new one");
        }
        if (applied >= 0 && !facts.reaches(partition, applied)) {
            throw new ViewsException("the views have applied partition " + partition + " up to offset " + applied
                    + ", and the log ends before that: the broker has lost records; bring them back, or delete the state"
                    + " directory to make views of what is left");
        }
    }
}
