package io.runledger.bundle.validate;

import io.runledger.bundle.archive.Flaw;
import java.util.function.Consumer;

/** Takes what is wrong, as it is found, and counts it. For one thread. */
final class Findings {
    private final Consumer<Finding> to;
    private String root = "";
    private long count;

    Findings(Consumer<Finding> to) {
        this.to = to;
    }

    /** Where the files of records are, from now on, as a prefix of their names. */
    void root(String prefix) {
        root = prefix;
    }

    void add(String file, long line, String field, String rule, String detail) {
        count++;
        to.accept(new Finding(file, line, field, rule, detail));
    }

    void add(Line line, String field, String rule, String detail) {
        add(root + line.file().fileName(), line.number(), field, rule, detail);
    }

    void add(Flaw flaw) {
        add(flaw.member(), 0, "", flaw.rule(), flaw.detail());
    }

    long count() {
        return count;
    }
}
