package io.runledger.cli.redact;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.redaction.Content;
import io.runledger.core.redaction.Redaction;
import io.runledger.core.redaction.RuleException;
import io.runledger.core.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runledger redact}: tells what redaction would remove from a file, where, and by which rule, without a ledger. */
@Command(
        name = "redact",
        description =
                "Tell what redaction would remove, where and by which rule: from JSON, lines of JSON or any text. Values are"
                        + " never shown.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing would be removed; with --corpus, the figures are as good as they must be",
            "1:something would be; with --corpus, less than 95 % of the secrets are found, or an innocent is damaged",
            "2:wrong usage, or there is nothing to read"
        })
public final class RedactCommand implements Callable<Integer> {
    private static final int NOTHING = 0;
    private static final int FOUND = 1;
    private static final int UNREADABLE = 2;
    private static final double LEAST_RECALL = 0.95;
    private static final ObjectMapper JSON = new ObjectMapper();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A file, or - for standard input.")
    private @Nullable String file;

    @Option(
            names = "--corpus",
            paramLabel = "DIR",
            description =
                    "Tell how many of the secrets in a labelled corpus are found, and which innocents are damaged.")
    private @Nullable Path corpus;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "Rules that are added to the built-in ones; by default what RUNLEDGER_REDACTION_RULES names.")
    private @Nullable Path rules;

    @Option(names = "--keep-content", description = "Leave prompts and model outputs, as RUNLEDGER_DEBUG_CONTENT does.")
    private boolean keepContent;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if ((file == null) == (corpus == null)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Give a FILE, - or --corpus DIR");
        }
        try {
            Redaction redaction = redaction();
            return corpus != null ? corpus(corpus, redaction, out) : file(String.valueOf(file), redaction, out);
        } catch (IOException e) {
            return failed("cannot read " + (corpus != null ? corpus : file) + ": " + e.getMessage());
        } catch (RuleException e) {
            return failed(e.getMessage());
        } finally {
            out.flush();
        }
    }

    private int failed(@Nullable String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("runledger: " + why);
        err.flush();
        return UNREADABLE;
    }

    private Redaction redaction() throws IOException {
        return rules == null
                ? Redaction.of(new Settings(System.getenv()))
                : Redaction.extended(rules.toString(), Files.readString(rules));
    }

    private int file(String name, Redaction redaction, PrintWriter out) throws IOException {
        byte[] bytes = name.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(name));
        List<Removal> removals = new Removals(redaction, keepContent ? Content.KEEP : Content.DROP)
                .of(new String(bytes, StandardCharsets.UTF_8));
        if (json) {
            ObjectNode answer = JSON.createObjectNode();
            ArrayNode found = answer.putArray("removed");
            for (Removal removal : removals) {
                found.addObject()
                        .put("line", removal.line())
                        .put("pointer", removal.pointer())
                        .put("rule", removal.rule())
                        .put("kind", removal.dropped() ? "content" : "secret");
            }
            out.println(answer);
        } else {
            removals.forEach(removal -> out.println(name + " " + removal));
            if (removals.isEmpty()) {
                out.println("nothing would be removed");
            }
        }
        return removals.isEmpty() ? NOTHING : FOUND;
    }

    private int corpus(Path directory, Redaction redaction, PrintWriter out) throws IOException {
        Corpus.Figures figures = new Corpus(redaction).of(directory);
        if (json) {
            ObjectNode answer = JSON.createObjectNode()
                    .put("secrets", figures.secrets())
                    .put("recall", figures.recall())
                    .put("documented_gaps", figures.gaps())
                    .put("innocents", figures.innocents());
            figures.missed().forEach(answer.putArray("missed")::add);
            figures.damaged().forEach(answer.putArray("damaged")::add);
            out.println(answer);
        } else {
            figures.missed().forEach(name -> out.println("missed: " + name));
            figures.damaged().forEach(name -> out.println("damaged: " + name));
            out.println(String.format(
                    Locale.ROOT,
                    "secrets: %d of %d found (%.1f %%), %d documented gaps",
                    figures.secrets() - figures.missed().size(),
                    figures.secrets(),
                    100 * figures.recall(),
                    figures.gaps()));
            out.println("innocents: " + (figures.innocents() - figures.damaged().size()) + " of " + figures.innocents()
                    + " untouched");
        }
        return figures.recall() >= LEAST_RECALL && figures.damaged().isEmpty() ? NOTHING : FOUND;
    }
}
