package io.runledger.bench;

/**
 * What a figure should come to. It is told in the report and fails nothing.
 *
 * @param ofRatio whether it is about the ratio to the limit, not the figure itself
 */
record FigureTarget(boolean atLeast, double bound, boolean ofRatio) {
    static FigureTarget atLeast(double ratio) {
        return new FigureTarget(true, ratio, true);
    }

    static FigureTarget atMost(double ratio) {
        return new FigureTarget(false, ratio, true);
    }

    /** Of the figure itself, in its unit. */
    static FigureTarget below(double figure) {
        return new FigureTarget(false, figure, false);
    }

    boolean isMetBy(double value) {
        return atLeast ? value >= bound : value <= bound;
    }

    @Override
    public String toString() {
        return (ofRatio ? "ratio " : "") + (atLeast ? ">= " : "<= ") + Figures.shown(bound);
    }
}
