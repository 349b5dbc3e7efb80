package io.runledger.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.http.openapi.ApiDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the services of a ledger answer together, by its OpenAPI description. A service has routes for a part of it; of the
 * rest it can tell that there is such a thing.
 */
final class Api {
    private static final JsonNode DESCRIPTION = ApiDocument.build();
    static final byte[] DOCUMENT = DESCRIPTION.toString().getBytes(StandardCharsets.UTF_8);

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "head", "patch");
    private static final List<Path> PATHS = paths();

    private record Path(Pattern pattern, Set<String> methods) {}

    private Api() {}

    /** The methods that a path takes at the one service or the other, in upper case; empty if there is no such path. */
    static Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        PATHS.stream()
                .filter(each -> each.pattern.matcher(path).matches())
                .forEach(each -> methods.addAll(each.methods));
        return complete(methods);
    }

    /** What is answered on top of what is described: HEAD as GET, and OPTIONS. */
    static Set<String> complete(Set<String> methods) {
        Set<String> all = new TreeSet<>(methods);
        if (all.contains("GET")) {
            all.add("HEAD");
        }
        if (!all.isEmpty()) {
            all.add("OPTIONS");
        }
        return all;
    }

    private static List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        DESCRIPTION.path("paths").properties().forEach(path -> {
            Set<String> methods = new TreeSet<>();
            path.getValue().fieldNames().forEachRemaining(name -> {
                if (METHODS.contains(name)) {
                    methods.add(name.toUpperCase(Locale.ROOT));
                }
            });
            paths.add(new Path(Pattern.compile(path.getKey().replaceAll("\\{[^}]*}", "[^/]+") + "/?"), methods));
        });
        return List.copyOf(paths);
    }
}
