package io.runledger.bundle.run;

import io.runledger.bundle.export.ExportFile;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** The names of a bundle's files. */
public final class BundleFile {
    /** In front of the names of all files but the manifest. */
    public static final String ROOT = "run/";

    public static final String RUN = ROOT + "run.json";
    public static final String CONFIG = ROOT + "config.snapshot.json";
    /** Only in a bundle that was asked for with them; no part of what the run's records say. */
    public static final String CHECKPOINTS = ROOT + "checkpoints.jsonl";

    public static final String MANIFEST = ExportFile.MANIFEST;

    private BundleFile() {}

    /** Of a file of records, which is as in an export. */
    public static String of(ExportFile file) {
        return ROOT + file.fileName();
    }

    /** All that a bundle may have. */
    public static Set<String> all() {
        Set<String> names = new LinkedHashSet<>(Set.of(MANIFEST, RUN, CONFIG, CHECKPOINTS));
        Arrays.stream(ExportFile.values()).map(BundleFile::of).forEach(names::add);
        Arrays.stream(EventList.values()).map(EventList::fileName).forEach(names::add);
        return names;
    }
}
