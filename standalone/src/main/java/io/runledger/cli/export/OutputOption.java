package io.runledger.cli.export;

import java.io.IOException;
import picocli.CommandLine.Option;

/** The options that say where to write what is taken out; filled by picocli. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "A zip to write, or a directory to unpack into: one that exists, or ends with a slash.")
    private String output = "";

    @Option(names = "--force", description = "Replace what exists there.")
    private boolean force;

    Output checked() throws IOException {
        return Output.of(output, force);
    }
}
