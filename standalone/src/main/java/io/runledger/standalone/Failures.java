package io.runledger.standalone;

import io.runledger.standalone.console.ClearFailure;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/** Where every failure of a command becomes one line on standard error and an exit code. */
final class Failures {
    private static final int FAILED = 1;

    private Failures() {}

    static int wrongUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        say(command.getErr(), oneLine(failure.getMessage()) + " (see: " + name + " --help)");
        return ExitCode.USAGE;
    }

    static int failed(Exception failure, CommandLine command, boolean withStackTrace) {
        PrintWriter err = command.getErr();
        if (failure instanceof ParameterException usage) {
            return wrongUsage(usage, new String[0]);
        }
        if (withStackTrace) {
            failure.printStackTrace(err);
        }
        if (failure instanceof ClearFailure) {
            say(err, oneLine(failure.getMessage()));
        } else {
            say(err, "unexpected failure: " + oneLine(failure.toString()) + " (--verbose shows where)");
        }
        return FAILED;
    }

    private static void say(PrintWriter err, String line) {
        err.println("runledger: " + line);
        err.flush();
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "failed" : message.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
