package io.runledger.bench;

/**
 * What a figure should come to. It is told in the report and fails nothing.
 *
 * @param ofRatio whether it is about the ratio to the limit, not the figure itself
 */
record Target(boolean atLeast, double bound, boolean ofRatio) {
    static Target atLeast(double ratio) {
        return new Target(true, ratio, true);
    }

    static Target atMost(double ratio) {
        return new Target(false, ratio, true);
    }

    /** Of the figure itself, in its unit. */
    static Target below(double figure) {
        return new Target(false, figure, false);
    }

    boolean isMetBy(double value) {
        return atLeast ? value >= bound : value <= bound;
    }

    @Override
    public String toString() {
        return (ofRatio ? "ratio " : "") + (atLeast ? ">= " : "<= ") + Figures.shown(bound);
    }
}
