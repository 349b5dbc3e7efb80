package io.runledger.cli.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.runledger.bundle.validate.Finding;
import io.runledger.bundle.validate.Validation;
import io.runledger.bundle.validate.Validator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runledger validate}: checks an export, or the bundle of a run, without a ledger. */
@Command(
        name = "validate",
        description = "Check an export or the bundle of a run, a zip or a directory, without a ledger.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is wrong", "1:something is wrong", "2:wrong usage, or there is nothing to read"})
public final class ValidateCommand implements Callable<Integer> {
    private static final int VALID = 0;
    private static final int FINDINGS = 1;
    private static final int UNREADABLE = 2;

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "PATH", description = "A zip or a directory.")
    private Path path = Path.of(".");

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Validation validation = json ? inJson(out) : inText(out);
            return validation.isValid() ? VALID : FINDINGS;
        } catch (IOException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("runledger: cannot read " + path + ": " + e.getMessage());
            err.flush();
            return UNREADABLE;
        } finally {
            out.flush();
        }
    }

    private Validation inText(PrintWriter out) throws IOException {
        Validation validation = new Validator().validate(path, out::println);
        new TreeMap<>(validation.records()).forEach((file, records) -> out.println(file + ": " + records + " records"));
        out.println(validation.isValid() ? "valid" : "findings: " + validation.findings());
        return validation;
    }

    private Validation inJson(PrintWriter out) throws IOException {
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            generator.writeStartObject();
            generator.writeArrayFieldStart("findings");
            Validation validation = new Validator().validate(path, finding -> write(finding, generator));
            generator.writeEndArray();
            generator.writeObjectFieldStart("records");
            for (Map.Entry<String, Long> file : new TreeMap<>(validation.records()).entrySet()) {
                generator.writeNumberField(file.getKey(), file.getValue());
            }
            generator.writeEndObject();
            generator.writeNumberField("finding_count", validation.findings());
            generator.writeBooleanField("valid", validation.isValid());
            generator.writeEndObject();
            generator.writeRaw('\n');
            return validation;
        }
    }

    private static void write(Finding finding, JsonGenerator out) {
        try {
            out.writeStartObject();
            out.writeStringField("file", finding.file());
            out.writeNumberField("line", finding.line());
            out.writeStringField("field", finding.field());
            out.writeStringField("rule", finding.rule());
            out.writeStringField("detail", finding.detail());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
