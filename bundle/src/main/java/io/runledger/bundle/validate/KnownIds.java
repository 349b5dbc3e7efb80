package io.runledger.bundle.validate;

import io.runledger.bundle.export.ExportFile;
import io.runledger.schemas.contract.JsonPointers;
import java.util.EnumMap;
import java.util.Map;

/** Which records there are, as far as the lines were read. Holds no more than a number of ids, and tells when it is full. */
final class KnownIds implements ExportRule {
    private final Map<ExportFile, IdSet> ids = new EnumMap<>(ExportFile.class);
    private final int most;
    private boolean full;

    KnownIds(int most) {
        this.most = most;
        for (ExportFile file : ExportFile.values()) {
            ids.put(file, new IdSet());
        }
    }

    @Override
    public void check(Line line, Findings findings) {
        String id = line.text(line.idField());
        if (id == null || full) {
            return;
        }
        IdSet known = of(line.file());
        if (!known.add(IdDigest.of(line.run(), id))) {
            findings.add(
                    line,
                    JsonPointers.to(line.idField()),
                    "duplicate-id",
                    "names a record that is in the file already");
        }
        if (ids.values().stream().mapToLong(IdSet::size).sum() >= most) {
            full = true;
            findings.add(
                    line,
                    "",
                    "too-many-records",
                    "there are more than " + most
                            + " records: duplicates and relations after this line are not looked for");
        }
    }

    boolean has(ExportFile file, String run, String id) {
        return of(file).contains(IdDigest.of(run, id));
    }

    /** Whether ids were left out, so that nothing can be said of what is not here. */
    boolean isFull() {
        return full;
    }

    private IdSet of(ExportFile file) {
        IdSet set = ids.get(file);
        if (set == null) {
            throw new IllegalStateException("no ids of " + file);
        }
        return set;
    }
}
