package io.runledger.streams.views.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which generation of a partition's views serves. Each has its own directory in the partition's; a file beside them
 * holds the number of the one that serves, which is the first if there is no file. Others were never finished or are no
 * longer needed. For one thread at a time.
 */
public final class Generations {
    private static final Logger log = LoggerFactory.getLogger(Generations.class);
    private static final int FIRST = 1;
    private static final String FILE = "generation";
    private static final Pattern NUMBER = Pattern.compile("([1-9]\\d{0,8})\\s*");
    private static final String DIRECTORY = "views";
    private static final Pattern DIRECTORIES = Pattern.compile(DIRECTORY + "(?:-([1-9]\\d{0,8}))?");

    private final Path home;
    private int current;

    /** Finds the one that serves, and deletes the others. */
    public Generations(Path home) {
        this.home = home;
        List<Integer> kept = kept();
        current = read(kept);
        kept.stream().filter(number -> number != current).forEach(number -> Database.delete(directory(number)));
    }

    private int read(List<Integer> kept) {
        Path file = home.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                return FIRST;
            }
            Matcher number = NUMBER.matcher(new String(Files.readAllBytes(file), StandardCharsets.US_ASCII));
            return number.matches() ? Integer.parseInt(number.group(1)) : mended(file, kept);
        } catch (IOException e) {
            throw new ViewsException(
                    "cannot read " + file
                            + "; delete the whole state directory, and the views are rebuilt from the log",
                    e);
        }
    }

    /** The only one; if there are several, none of them, because it is not known which one served. */
    private int mended(Path file, List<Integer> kept) {
        int number = kept.size() == 1
                ? kept.get(0)
                : kept.stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        log.warn(
                "the file {} is damaged, {}",
                file,
                kept.size() == 1 ? "and written again" : "and the views are rebuilt from the log");
        write(number);
        return number;
    }

    /** Where the one that serves is kept. */
    public Path current() {
        return directory(current);
    }

    /** Where the next one will be kept. */
    public Path next() {
        return directory(current + 1);
    }

    /** From now on, after a crash too, the next one is current. All or nothing. */
    public void advance() {
        write(current + 1);
        current++;
    }

    private void write(int generation) {
        Path draft = home.resolve(FILE + ".new");
        try {
            try (FileChannel out = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                out.write(ByteBuffer.wrap((generation + "\n").getBytes(StandardCharsets.UTF_8)));
                out.force(true);
            }
            Files.move(draft, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ViewsException("cannot write " + draft + "; see that the disk has room", e);
        }
    }

    private Path directory(int generation) {
        return home.resolve(generation == FIRST ? DIRECTORY : DIRECTORY + "-" + generation);
    }

    private List<Integer> kept() {
        try (Stream<Path> content = Files.list(home)) {
            return content.map(path -> DIRECTORIES.matcher(String.valueOf(path.getFileName())))
                    .filter(Matcher::matches)
                    .map(name -> name.group(1) == null ? FIRST : Integer.parseInt(name.group(1)))
                    .toList();
        } catch (IOException e) {
            throw new ViewsException("cannot look into " + home, e);
        }
    }
}
