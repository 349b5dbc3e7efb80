package io.runledger.cli;

import io.runledger.standalone.terminal.ClearFailure;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where every failure of a command becomes one line on standard error and an exit code. */
final class Failures {
    private static final int FAILED = 1;

    private Failures() {}

    static int wrongUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        say(
                command.getErr(),
                withFullStop(oneLine(reason(failure))) + suggestion(failure) + " See: " + name + " --help");
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
        Throwable plain =
                failure instanceof UncheckedIOException && failure.getCause() != null ? failure.getCause() : failure;
        if (plain instanceof ClearFailure) {
            say(err, oneLine(plain.getMessage()));
        } else if (plain instanceof FileSystemException file) {
            say(err, oneLine(file.getFile() + " " + trouble(file)));
        } else {
            say(err, "unexpected failure: " + oneLine(plain.toString()) + " (--verbose shows where)");
        }
        return FAILED;
    }

    private static @Nullable String reason(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        if (failure instanceof UnmatchedArgumentException unmatched
                && command.getParent() == null
                && !unmatched.getUnmatched().isEmpty()
                && !unmatched.isUnknownOption()) {
            return "There is no command \"" + unmatched.getUnmatched().get(0) + "\"";
        }
        return failure.getMessage();
    }

    private static String trouble(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "does not exist.";
        }
        if (failure instanceof AccessDeniedException) {
            return "cannot be opened: you have no permission.";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "exists already.";
        }
        return "cannot be used: " + (failure.getReason() == null ? failure : failure.getReason());
    }

    /** What was probably meant; empty if nothing is like it. */
    private static String suggestion(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> alike = unmatched.getSuggestions();
        return alike.isEmpty() ? "" : " Did you mean " + String.join(" or ", alike) + "?";
    }

    private static void say(PrintWriter err, String line) {
        err.println("runledger: " + line);
        err.flush();
    }

    private static String withFullStop(String line) {
        return line.endsWith(".") ? line : line + ".";
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "failed" : message.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
