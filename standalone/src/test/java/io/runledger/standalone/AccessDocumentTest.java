package io.runledger.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.access.Permission;
import io.runledger.core.access.Role;
import io.runledger.core.access.RoutePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on access control says of every route and role what the code does. */
final class AccessDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "access.md");

    @Test
    void listsEveryRouteWithWhatItNeedsAndWhoMay() throws IOException {
        List<String> rows = RoutePermissions.all().entrySet().stream()
                .sorted((one, other) -> path(one.getKey()).compareTo(path(other.getKey())))
                .map(each -> row(each.getKey(), each.getValue()))
                .toList();

        assertThat(documented("\\| `[A-Z]+ /.*")).containsExactlyElementsOf(rows);
    }

    @Test
    void namesEveryPermissionOfARole() throws IOException {
        for (Role role : Role.values()) {
            if (role != Role.ADMIN) {
                String permissions = role.permissions().stream()
                        .filter(each -> each != Permission.PUBLIC && each != Permission.ANY)
                        .map(each -> "`" + each.word() + "`")
                        .collect(Collectors.joining(", "));
                assertThat(documented("\\| `" + role.word() + "` .*"))
                        .singleElement()
                        .asString()
                        .endsWith("| " + permissions + " |");
            }
        }
    }

    private static List<String> documented(String pattern) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches(pattern))
                .toList();
    }

    /** The path first, so that what one thing answers to is together. */
    private static String path(String route) {
        int space = route.indexOf(' ');
        return route.substring(space + 1) + " " + route.substring(0, space);
    }

    private static String row(String route, Permission needed) {
        Stream<String> who =
                Arrays.stream(Role.values()).map(role -> role.permissions().contains(needed) ? " yes " : " ");
        return "| `" + route + "` | " + needed.word() + " |" + who.collect(Collectors.joining("|")) + "|";
    }
}
