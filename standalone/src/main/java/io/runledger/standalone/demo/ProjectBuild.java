package io.runledger.standalone.demo;

import io.runledger.standalone.console.ClearFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the last build of a Maven project left behind: its test reports and its jars, module by module. */
record ProjectBuild(List<TestSuite> suites, List<Path> jars) {
    ProjectBuild {
        suites = List.copyOf(suites);
        jars = List.copyOf(jars);
    }

    static ProjectBuild read(Path root) throws IOException {
        List<TestSuite> suites = new ArrayList<>();
        List<Path> jars = new ArrayList<>();
        for (Path directory : modules(root)) {
            String module = directory.getFileName().toString();
            Path target = directory.resolve("target");
            for (String reports : List.of("surefire-reports", "failsafe-reports")) {
                for (Path report : files(target.resolve(reports), "TEST-*.xml")) {
                    suites.add(ReportReader.read(module, report));
                }
            }
            files(target, "*.jar").stream().filter(ProjectBuild::isProduct).forEach(jars::add);
        }
        if (suites.isEmpty()) {
            throw new ClearFailure("There is no test report under " + root + ": run \"mvn verify\" first.");
        }
        suites.sort(Comparator.comparing(TestSuite::started).thenComparing(TestSuite::name));
        return new ProjectBuild(suites, jars);
    }

    private static List<Path> modules(Path root) throws IOException {
        try (Stream<Path> children = Files.list(root.toRealPath())) {
            return children.filter(child -> Files.isDirectory(child.resolve("target")))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> files(Path directory, String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, glob)) {
                found.forEach(files::add);
            }
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static boolean isProduct(Path jar) {
        String name = jar.getFileName().toString();
        return !name.endsWith("-sources.jar") && !name.endsWith("-javadoc.jar") && !name.endsWith("-tests.jar");
    }
}
