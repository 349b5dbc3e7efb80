package io.runledger.schemas.contract;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;

/** The schemas that were ever published, {@code schemas/published/<subject>/<number>.avsc}, oldest first. */
final class PublishedSchemas {
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("published");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private PublishedSchemas() {}

    /** A contract of ours, of records or of payloads, by its subject in the registry. */
    record Versioned(String subject, Schema schema) {
        static Versioned of(Contract<?> contract) {
            return new Versioned(contract.subject(), contract.schema());
        }

        static Stream<Versioned> all() {
            return Stream.concat(
                    Contract.all().stream().map(Versioned::of),
                    BuiltInPayload.all().stream().map(payload -> new Versioned(payload.subject(), payload.schema())));
        }

        @Override
        public String toString() {
            return subject;
        }
    }

    static List<Schema> of(Versioned contract) throws IOException {
        List<Schema> schemas = new ArrayList<>();
        for (Path file : files(contract)) {
            schemas.add(new Schema.Parser().parse(Files.readString(file)));
        }
        return schemas;
    }

    static String newestText(Versioned contract) throws IOException {
        List<Path> files = files(contract);
        return files.isEmpty() ? "" : Files.readString(files.get(files.size() - 1));
    }

    static String text(Versioned contract) throws IOException {
        return JSON.writer(PRETTY)
                        .writeValueAsString(JSON.readTree(contract.schema().toString())) + "\n";
    }

    /** Writes today's schema under the next number, unless it is the newest already. */
    static void publish(Versioned contract) throws IOException {
        if (!text(contract).equals(newestText(contract))) {
            Path folder = ROOT.resolve(contract.subject());
            Files.createDirectories(folder);
            Files.writeString(folder.resolve((files(contract).size() + 1) + ".avsc"), text(contract));
        }
    }

    /**
     * What a schema breaks for the readers and writers of published ones; empty if nothing. Avro alone would let an
     * optional field go; we do not, because its readers would find it empty for ever.
     */
    static List<String> problems(Schema today, List<Schema> published) {
        List<String> problems = new ArrayList<>();
        try {
            new SchemaValidatorBuilder().mutualReadStrategy().validateAll().validate(today, published);
        } catch (SchemaValidationException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        for (Schema schema : published) {
            for (Schema.Field field : schema.getFields()) {
                if (today.getField(field.name()) == null) {
                    problems.add("the published field " + field.name() + " is gone");
                }
            }
        }
        return problems;
    }

    private static List<Path> files(Versioned contract) throws IOException {
        Path folder = ROOT.resolve(contract.subject());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparingInt(PublishedSchemas::number))
                    .toList();
        }
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replace(".avsc", ""));
    }
}
