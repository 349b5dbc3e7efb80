package io.runledger.standalone.registry;

import io.runledger.standalone.console.ClearFailure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Where the registry's own program is: its runner jar and the class that starts it. The build unpacks it. */
record RegistryHome(Path runnerJar, String mainClass) {
    static final String PROPERTY = "runledger.registry.home";

    /** The directory named by the system property, else {@code registry} in a directory above this class's own jar. */
    static RegistryHome find() throws IOException {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return of(runnerJarIn(Path.of(named)));
        }
        Path above = ownCode().getParent();
        for (int level = 0; level < 3 && above != null; level++) {
            Path candidate = above.resolve("registry");
            if (Files.isDirectory(candidate) && findRunnerJar(candidate).isPresent()) {
                return of(runnerJarIn(candidate));
            }
            above = above.getParent();
        }
        throw new ClearFailure("The schema registry's program is not there: build the project with \"mvn package\", or"
                + " name its directory with -D" + PROPERTY + "=DIR.");
    }

    /** The jar, or in a build the directory, that holds this module's classes. */
    static Path ownCode() {
        try {
            return Path.of(RegistryHome.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Cannot tell where this program is", e);
        }
    }

    private static RegistryHome of(Path runnerJar) throws IOException {
        try (JarFile jar = new JarFile(runnerJar.toFile())) {
            Manifest manifest = jar.getManifest();
            String mainClass =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            if (mainClass == null) {
                throw new ClearFailure(runnerJar + " is not the registry's program: it names no main class.");
            }
            return new RegistryHome(runnerJar.toAbsolutePath(), mainClass);
        }
    }

    private static Path runnerJarIn(Path directory) throws IOException {
        return findRunnerJar(directory)
                .orElseThrow(() -> new ClearFailure("There is no *-runner.jar in " + directory
                        + ": it is not the schema registry's directory (-D" + PROPERTY + ")."));
    }

    private static Optional<Path> findRunnerJar(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*-runner.jar")) {
            var iterator = jars.iterator();
            return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
        }
    }
}
