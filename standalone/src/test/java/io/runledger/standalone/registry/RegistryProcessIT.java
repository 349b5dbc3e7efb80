package io.runledger.standalone.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runledger.standalone.console.ClearFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class RegistryProcessIT {
    private static final String SCHEMA =
            "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Kept\\\",\\\"fields\\\":[]}\"}";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void givesSchemaTheSameIdAfterKill() throws Exception {
        String id;
        try (RegistryProcess registry = start()) {
            id = register(registry, SCHEMA);
            registry.kill();
            assertThat(registry.unexpectedEnd().get()).isNotZero();
        }

        try (RegistryProcess again = start()) {
            assertThat(schema(again, id)).contains("Kept");
            assertThat(register(again, SCHEMA)).isEqualTo(id);
            assertThat(register(again, SCHEMA.replace("Kept", "Other"))).isNotEqualTo(id);
        }
    }

    @Test
    void endsWithItsParentHoweverThatEnds() throws Exception {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistryOwner.class.getName(),
                        directory.toString(),
                        Integer.toString(freePort()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = owner.inputReader(UTF_8)) {
            ProcessHandle registry =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(registry.isAlive()).isTrue();

            owner.destroyForcibly().waitFor();

            await().atMost(Duration.ofSeconds(10)).until(() -> !registry.isAlive());
        } finally {
            owner.destroyForcibly();
        }
    }

    @Test
    void saysWhyItDoesNotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RegistryProcess registry = RegistryProcess.launch(
                        directory, directory.resolve("registry.log"), "127.0.0.1", taken.getLocalPort())) {
            assertThatThrownBy(registry::awaitReady)
                    .isInstanceOf(ClearFailure.class)
                    .hasMessageContaining("ended while it started")
                    .hasMessageContaining("registry.log");
        }
    }

    private RegistryProcess start() throws IOException {
        RegistryProcess registry =
                RegistryProcess.launch(directory, directory.resolve("registry.log"), "127.0.0.1", freePort());
        registry.awaitReady();
        return registry;
    }

    private static String register(RegistryProcess registry, String schema) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(registry.confluentUrl() + "/subjects/subject" + schema.hashCode() + "/versions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(schema))
                .build();
        return send(request).replaceAll(".*\"id\"\\s*:\\s*(\\d+).*", "$1");
    }

    private static String schema(RegistryProcess registry, String id) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(registry.confluentUrl() + "/schemas/ids/" + id))
                .build());
    }

    private static String send(HttpRequest request) throws Exception {
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
