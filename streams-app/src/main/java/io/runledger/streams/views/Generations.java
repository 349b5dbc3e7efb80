package io.runledger.streams.views;

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
 * Which making of the views in a state directory is the one that serves. A file says its number, the first without a file;
 * each has its directory, named by its application. What has another number was never finished, or is no longer needed.
 */
public final class Generations {
    private static final Logger log = LoggerFactory.getLogger(Generations.class);
    private static final int FIRST = 1;
    private static final String FILE = "generation";
    private static final Pattern NUMBER = Pattern.compile("([1-9]\\d{0,8})\\s*");
    private static final Pattern DIRECTORY = Pattern.compile(ViewsConfig.APPLICATION_ID + "(?:-([1-9]\\d{0,8}))?");

    private final Path stateDirectory;

    public Generations(Path stateDirectory) {
        this.stateDirectory = stateDirectory;
    }

    /** The application.id, and so the consumer group and the name of the directory. */
    static String applicationId(int generation) {
        return generation == FIRST ? ViewsConfig.APPLICATION_ID : ViewsConfig.APPLICATION_ID + "-" + generation;
    }

    Path directory(int generation) {
        return stateDirectory.resolve(applicationId(generation));
    }

    /** Where fresh replays are made to compare with. */
    Path scratch() {
        return stateDirectory.resolve("verify");
    }

    int current() {
        Path file = stateDirectory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                return FIRST;
            }
            Matcher number = NUMBER.matcher(new String(Files.readAllBytes(file), StandardCharsets.US_ASCII));
            return number.matches() ? Integer.parseInt(number.group(1)) : mended(file);
        } catch (IOException e) {
            throw new ViewsException(
                    "cannot read " + file + "; delete the whole state directory, the log makes the views again", e);
        }
    }

    /** The one that there is; if there are several, none of them: which one served is not known. */
    private int mended(Path file) {
        List<Integer> kept = kept();
        int number = kept.size() == 1
                ? kept.get(0)
                : kept.stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        log.warn(
                "the file {} is damaged, {}",
                file,
                kept.size() == 1 ? "and written again" : "and the views are made again from the log");
        makeCurrent(number);
        return number;
    }

    /** From now on, after a crash too, this one serves. All or nothing. */
    void makeCurrent(int generation) {
        Path draft = stateDirectory.resolve(FILE + ".new");
        try {
            Files.createDirectories(stateDirectory);
            try (FileChannel out = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                out.write(ByteBuffer.wrap((generation + "\n").getBytes(StandardCharsets.UTF_8)));
                out.force(true);
            }
            Files.move(draft, stateDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ViewsException("cannot write " + draft + "; see that the disk has room", e);
        }
    }

    /** Deletes what an unfinished replay or verification left, and returns the generations among it. */
    List<Integer> removeOthers() {
        Database.delete(scratch());
        int current = current();
        List<Integer> others =
                kept().stream().filter(number -> number != current).toList();
        others.forEach(number -> Database.delete(directory(number)));
        return others;
    }

    /**
     * Throws the views away: the next start makes them from the log, as a new generation. Only while nothing runs on the
     * state directory.
     */
    public void startOver() {
        makeCurrent(current() + 1);
        kept().forEach(number -> Database.delete(directory(number)));
    }

    private List<Integer> kept() {
        if (!Files.isDirectory(stateDirectory)) {
            return List.of();
        }
        try (Stream<Path> content = Files.list(stateDirectory)) {
            return content.map(path -> DIRECTORY.matcher(String.valueOf(path.getFileName())))
                    .filter(Matcher::matches)
                    .map(name -> name.group(1) == null ? FIRST : Integer.parseInt(name.group(1)))
                    .toList();
        } catch (IOException e) {
            throw new ViewsException("cannot look into " + stateDirectory, e);
        }
    }
}
