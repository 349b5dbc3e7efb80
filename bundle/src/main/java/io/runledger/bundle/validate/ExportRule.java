package io.runledger.bundle.validate;

/**
 * One thing that records of an export must keep. Made anew for each validation, so it may remember what it saw. Files come
 * in the order tasks, files, artifacts, events, each from its first line to its last.
 */
interface ExportRule {
    void check(Line line, Findings findings);

    /** Behind the last line of all files: what is still open will not be settled any more. */
    default void end(Findings findings) {}
}
