package io.runledger.query.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The operator's console: one page at {@code /}, its files under {@code /console/}, and a page at {@code /sign-in}. They come
 * from the class path, by names of one step, and each is asked for again by its tag, so that a new version is seen at once. The page takes nothing
 * from elsewhere and runs no script but its files, and nothing that a record says can change that.
 */
public final class ConsoleRoutes implements Consumer<JavalinConfig> {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml");

    private static final String PREACT = "/META-INF/resources/webjars/preact/10.28.0/";

    /** What the console's modules import, from the library's own archive. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "preact.js", PREACT + "dist/preact.module.js",
            "preact-hooks.js", PREACT + "hooks/dist/hooks.module.js");

    /** What the console must not know by itself: where a review may lead, from {@link ArtifactStatus}. */
    private static final String MOVES = "moves.js";

    private static final String PAGE = "index.html";

    /** What the page on which one signs in loads: nobody has signed in yet. */
    private static final List<String> SIGN_IN = List.of("console.css", "icon.svg", "sign-in.js");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.(html|js|css|svg)");
    private static final Pattern IMPORTS = Pattern.compile("<script type=\"importmap\">(.*?)</script>");

    private final Map<String, ConsoleFile> files = new ConcurrentHashMap<>();
    private final String policy = policy();

    private record ConsoleFile(byte[] content, String type, String tag) {}

    @Override
    public void accept(JavalinConfig config) {
        config.routes.get("/", ctx -> send(ctx, PAGE));
        config.routes.get("/sign-in", ctx -> send(ctx, "sign-in.html"));
        for (String file : SIGN_IN) {
            config.routes.get("/sign-in/" + file, ctx -> send(ctx, file));
        }
        config.routes.get("/console/{file}", ctx -> send(ctx, ctx.pathParam("file")));
    }

    private void send(Context ctx, String name) {
        ConsoleFile file = Optional.ofNullable(files.get(name))
                .or(() -> read(name))
                .orElseThrow(() -> ProblemException.unknown("the console has no file " + name + "; it begins at /"));
        files.put(name, file);
        ctx.header("Content-Security-Policy", policy)
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cache-Control", "no-cache")
                .header("ETag", file.tag);
        if (file.tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(HttpStatus.NOT_MODIFIED);
        } else {
            ctx.contentType(file.type).result(file.content);
        }
    }

    /** Where modules are found must be in the page itself, so it is let in by its digest; no other script can be there. */
    private static String policy() {
        String page = new String(
                read(PAGE).orElseThrow(() -> new IllegalStateException("the console has no page")).content, UTF_8);
        Matcher imports = IMPORTS.matcher(page);
        if (!imports.find()) {
            throw new IllegalStateException("the console's page does not say where its modules are");
        }
        String digest =
                Base64.getEncoder().encodeToString(sha256(imports.group(1).getBytes(UTF_8)));
        return "default-src 'none'; script-src 'self' 'sha256-" + digest + "'; style-src 'self'; img-src 'self'; "
                + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static Optional<ConsoleFile> read(String name) {
        Matcher known = NAME.matcher(name);
        if (!known.matches()) {
            return Optional.empty();
        }
        if (name.equals(MOVES)) {
            return Optional.of(file(moves().getBytes(UTF_8), known.group(1)));
        }
        try (InputStream in = ConsoleRoutes.class.getResourceAsStream(LIBRARIES.getOrDefault(name, name))) {
            return in == null ? Optional.empty() : Optional.of(file(in.readAllBytes(), known.group(1)));
        } catch (IOException e) {
            throw new IllegalStateException("a file of the console cannot be read: " + name, e);
        }
    }

    private static String moves() {
        return Arrays.stream(ArtifactStatus.values())
                .map(status -> "  '" + status.word() + "': ["
                        + status.reviews().stream()
                                .map(next -> "'" + next.word() + "'")
                                .collect(Collectors.joining(", "))
                        + "],\n")
                .collect(Collectors.joining(
                        "",
                        "/** Where a review may lead from each status; the ledger has the last word. */\nexport const MOVES = {\n",
                        "};\n"));
    }

    private static ConsoleFile file(byte[] content, @Nullable String extension) {
        String type = TYPES.get(extension);
        if (type == null) {
            throw new IllegalStateException("a file of the console is of no known type: " + extension);
        }
        return new ConsoleFile(content, type, "\"" + HexFormat.of().formatHex(sha256(content), 0, 16) + "\"");
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
