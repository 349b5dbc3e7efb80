package io.runledger.cli.imports;

import io.runledger.bundle.archive.Archive;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.archive.RefusedException;
import io.runledger.bundle.validate.Validation;
import io.runledger.bundle.validate.Validator;
import io.runledger.cli.client.LedgerOption;
import io.runledger.cli.export.ExportDownload;
import io.runledger.schemas.catalog.SchemaCatalog;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.RegistryUnavailableException;
import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.streams.views.log.LogUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runledger import}: brings an export, or the bundle of a run, into a ledger. */
@Command(
        name = "import",
        description =
                "Bring an export or the bundle of a run, a zip or a directory, into a running ledger. It can be done"
                        + " again: what is there already is skipped. Needs the ledger's Kafka, its registry and its guard's key.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all of it is in the ledger",
            "1:something is wrong with it, or the ledger has it otherwise, and nothing was written; or it failed on the way",
            "2:wrong usage, or there is nothing to read"
        })
public final class ImportCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int UNREADABLE = 2;
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(3);

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "PATH", description = "A zip or a directory.")
    private Path path = Path.of(".");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The directory of a ledger that \"up\" runs (default: ./runledger-data, if one runs there; else"
                            + " the environment says where the services are).")
    private Optional<Path> data = Optional.empty();

    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            requireReadable();
            ImportTarget target = ImportTarget.running(data, ledger.named(), System.getenv());
            return isValid(out) ? imported(target, out) : REFUSED;
        } catch (UnreadableException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("runledger: cannot read " + path + ": " + e.getMessage());
            err.flush();
            return UNREADABLE;
        } finally {
            out.flush();
        }
    }

    /** The archive cannot be read. */
    private static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Whether it is an archive at all, before the ledger is looked for. */
    private void requireReadable() throws UnreadableException {
        try (Archive archive = Archive.open(path, Limits.DEFAULT)) {
            archive.names();
        } catch (RefusedException e) {
            // The validator tells what is wrong with it.
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    private boolean isValid(PrintWriter out) throws UnreadableException {
        try {
            Validation validation = new Validator().validate(path, out::println);
            if (!validation.isValid()) {
                out.println("findings: " + validation.findings() + "; nothing was imported");
            }
            return validation.isValid();
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    private int imported(ImportTarget target, PrintWriter out) throws IOException, InterruptedException {
        RegistryClient registry = new RegistryClient(target.ledger().registry(), REGISTRY_PATIENCE);
        try (ImportLog log = new ImportLog(target.ledger());
                SchemaCatalog schemas = SchemaCatalog.open(target.ledger(), registry)) {
            ImportedRecord records = new ImportedRecord(
                    new RecordSerializer(schemas), target.ledger().topic(), Seal.of(target.ledger()));
            return imported(out, target, log, records, new RecordReader(schemas));
        } catch (RegistryUnavailableException
                | IncompatibleSchemaException
                | LogTopicException
                | LogUnavailableException e) {
            throw new ClearFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private int imported(
            PrintWriter out, ImportTarget target, ImportLog log, ImportedRecord records, RecordReader reader)
            throws IOException, InterruptedException {
        try (ExistingRuns existing = new ExistingRuns(new ExportDownload(target.connection()), records)) {
            Plan plan = new Import(path, target, log, records, existing, reader).run(out::println);
            out.println(plan.isRefused() ? "refused: " + plan.refused() + "; nothing was imported" : plan);
            return plan.isRefused() ? REFUSED : DONE;
        }
    }
}
