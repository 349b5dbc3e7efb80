package io.runledger.cli.ledger;

import java.nio.file.Path;

/** Names the file of the detailed log. To be called before anything in this process logs; logback.xml reads it once. */
final class LogFile {
    private static final String PROPERTY = "runledger.log.file";

    private LogFile() {}

    static void in(Path logs) {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, logs.resolve("runledger.log").toString());
        }
    }
}
