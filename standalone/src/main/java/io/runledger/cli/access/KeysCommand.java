package io.runledger.cli.access;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code runledger keys}: who may ask a ledger. */
@Command(
        name = "keys",
        description = {
            "Create, list and revoke the keys of a ledger that requires them (\"runledger up --secure\").",
            "Commands send the key in RUNLEDGER_KEY, or in the file that RUNLEDGER_KEY_FILE names; these need the role admin."
        },
        mixinStandardHelpOptions = true,
        subcommands = {CreateKeyCommand.class, ListKeysCommand.class, RevokeKeyCommand.class})
public final class KeysCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
