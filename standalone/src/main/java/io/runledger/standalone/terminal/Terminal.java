package io.runledger.standalone.terminal;

/** Whether somebody watches. */
public final class Terminal {
    private Terminal() {}

    /** The launcher looks at standard error itself; Java 17 can only tell of input and output together. */
    public static boolean present() {
        return Boolean.getBoolean("runledger.terminal");
    }
}
