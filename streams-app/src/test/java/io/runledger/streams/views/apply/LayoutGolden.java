package io.runledger.streams.views.apply;

import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.Outbox;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;

/**
 * A log, and every row that the views write for it, as they were when {@link Layout#VERSION} was raised last. The log
 * and its schemas are kept in the file and not created each time: what the views write of the same bytes must stay the
 * same, while contracts and tests may change.
 *
 * <p>Two things in the rows may change without the layout, and are named instead: texts for people, and the fingerprint
 * of the redaction rules.
 */
record LayoutGolden(long version, List<Schema> schemas, List<LogRecord> log, List<String> rows) {
    /** One of which the log uses the first. */
    static final int PARTITIONS = 2;

    private static final HexFormat HEX = HexFormat.of();
    private static final String NULL = "null";

    /** What the views write for a log today. */
    static LayoutGolden ofToday(Records records, List<LogRecord> log, Path directory) {
        List<Schema> schemas = Stream.iterate(1, id -> id + 1)
                .map(records.registry::schema)
                .takeWhile(schema -> schema.isPresent())
                .map(schema -> schema.orElseThrow())
                .toList();
        return new LayoutGolden(Layout.VERSION, schemas, log, rows(schemas, log, directory));
    }

    /** What the views of today write for this log. */
    LayoutGolden again(Path directory) {
        return new LayoutGolden(Layout.VERSION, schemas, log, rows(schemas, log, directory));
    }

    /**
     * The golden that takes the place of this one.
     *
     * @throws IllegalStateException if the layout has changed and its version has not
     */
    LayoutGolden replacedBy(LayoutGolden today, Path directory) {
        if (version == today.version && !rows.equals(again(directory).rows)) {
            throw new IllegalStateException("a golden of version " + version
                    + " with other rows is there: what the views write has changed, so raise Layout.VERSION first");
        }
        return today;
    }

    private static List<String> rows(List<Schema> schemas, List<LogRecord> log, Path directory) {
        Records.MapRegistry registry = new Records.MapRegistry();
        schemas.forEach(schema -> registry.register("golden", schema));
        List<String> rows = new ArrayList<>();
        try (Memory memory = new Memory(8 << 20, 4 << 20)) {
            try (PartitionViews views = new PartitionViews(directory, memory, registry, PARTITIONS, Records.CRITERIA)) {
                views.requireOf(Records.LOG, 0);
                log.forEach(views::apply);
                views.setAside(Outbox.stray(1_000), "why it is set aside");
            }
            try (Database database = Database.open(directory, memory);
                    ReadOptions options = new ReadOptions()) {
                for (Family family : Family.values()) {
                    try (Rows each = database.iterator(family, options)) {
                        for (each.seekToFirst(); each.isValid(); each.next()) {
                            rows.add(
                                    family + " " + escaped(each.key()) + " " + value(family, each.key(), each.value()));
                        }
                    }
                }
            }
        }
        Database.delete(directory);
        return rows;
    }

    private static String value(Family family, byte[] key, byte[] value) {
        String text = escaped(value);
        if (family == Family.REJECTS && key[0] == 'o') {
            return named(text, RejectedRecord.of(0, 0, value).detail(), "{why it was rejected}");
        }
        return family == Family.DEFAULT
                ? named(text, Records.CRITERIA.redaction().fingerprint(), "{redaction}")
                : text;
    }

    private static String named(String text, String part, String name) {
        String escaped = escaped(part.getBytes(StandardCharsets.UTF_8));
        return text.replace(escaped.substring(1, escaped.length() - 1), name);
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("version " + version);
        schemas.forEach(schema -> lines.add("schema " + schema));
        for (LogRecord record : log) {
            StringBuilder line = new StringBuilder("log ")
                    .append(record.offset())
                    .append(' ')
                    .append(record.timestamp())
                    .append(' ')
                    .append(escaped(record.key()))
                    .append(' ')
                    .append(text(record.value()));
            record.headers()
                    .forEach(header ->
                            line.append(' ').append(header.key()).append(' ').append(text(header.value())));
            lines.add(line.toString());
        }
        rows.forEach(row -> lines.add("row " + row));
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    static LayoutGolden read(Path file) throws IOException {
        long version = -1;
        List<Schema> schemas = new ArrayList<>();
        List<LogRecord> log = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String content = line.substring(line.indexOf(' ') + 1);
            switch (line.substring(0, line.indexOf(' '))) {
                case "version" -> version = Long.parseLong(content);
                case "schema" -> schemas.add(new Schema.Parser().parse(content));
                case "log" -> log.add(record(content.split(" ", -1)));
                case "row" -> rows.add(content);
                default -> throw new IOException("not a line of a golden: " + line);
            }
        }
        return new LayoutGolden(version, schemas, log, rows);
    }

    private static LogRecord record(String[] words) {
        RecordHeaders headers = new RecordHeaders();
        IntStream.iterate(4, i -> i < words.length, i -> i + 2)
                .forEach(i -> headers.add(words[i], bytes(words[i + 1])));
        byte[] key = bytes(words[2]);
        return new LogRecord(
                0,
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                key == null ? new byte[0] : key,
                bytes(words[3]),
                headers);
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? NULL : escaped(bytes);
    }

    /** Quoted, with printable ASCII as it is and every other byte in hexadecimal. */
    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (byte b : bytes) {
            if (b > ' ' && b < 0x7f && b != '\\' && b != '"') {
                text.append((char) b);
            } else {
                text.append('\\').append(HEX.toHexDigits(b));
            }
        }
        return text.append('"').toString();
    }

    private static byte @Nullable [] bytes(String text) {
        if (text.equals(NULL)) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 1; i < text.length() - 1; i++) {
            if (text.charAt(i) == '\\') {
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(text.charAt(i));
            }
        }
        return bytes.toByteArray();
    }
}
