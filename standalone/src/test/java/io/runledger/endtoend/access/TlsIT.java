package io.runledger.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.runledger.core.access.Role;
import io.runledger.core.settings.Settings;
import io.runledger.endtoend.ledger.Command;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestCluster;
import io.runledger.http.tls.CallingClient;
import io.runledger.http.tls.TlsConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A ledger of several processes that speak HTTPS only, with the certificates that the documentation has people make. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class TlsIT {
    private static final Path DOCUMENT = Path.of("..", "docs", "access.md");
    private static final String EVENT = """
            {"event_type": "step", "run_id": "%s", "producer": "tests", "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""";

    @TempDir
    private static Path directory;

    private static Map<String, String> settings = Map.of();
    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(documented(0).waitFor() == 0, "there is no OpenSSL 3 to make certificates with");
        assertThat(documented(1).waitFor()).isZero();
        settings = Map.of(
                "RUNLEDGER_ACCESS", "required",
                "RUNLEDGER_STANDBYS", "0",
                "RUNLEDGER_TLS_CERT", directory.resolve("tls.pem").toString(),
                "RUNLEDGER_TLS_KEY", directory.resolve("tls.key").toString(),
                "RUNLEDGER_TLS_CA", directory.resolve("ca.pem").toString(),
                "RUNLEDGER_TLS_CLIENT_CA", directory.resolve("ca.pem").toString(),
                "RUNLEDGER_TLS_CLIENT_AUTH", "required");
        cluster = new TestCluster(directory, 2, TestCluster.Processes.NONE, settings);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** A command of the documentation, as it is there. */
    private static Process documented(int number) throws Exception {
        List<String> commands = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("openssl "))
                .toList();
        assertThat(commands).hasSize(2);
        return new ProcessBuilder("bash", "-c", commands.get(number))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("openssl-" + number).toFile())
                .start();
    }

    @Test
    void writesAndReadsOverAllNodes() throws Exception {
        for (int i = 0; i < 12; i++) {
            String run = "secured-" + i;
            String position = cluster.gateway()
                    .post("/events", EVENT.formatted(run))
                    .expect(201)
                    .json()
                    .path("position")
                    .asText();
            for (LedgerApi node : cluster.queries()) {
                node.get("/runs/" + run + "?at_least=" + LedgerApi.encoded(position))
                        .expect(200);
            }
            String path = "/runs/" + run + "/checkpoints/latest";
            cluster.query(i % 2)
                    .send("PUT", path, BodyPublishers.ofString("1"), "Content-Type", "application/octet-stream")
                    .expect(201);
            cluster.query((i + 1) % 2).get(path).expect(200);
        }
        for (LedgerApi node : cluster.queries()) {
            assertThat(node.get("/runs?limit=100").expect(200).json().path("runs"))
                    .hasSizeGreaterThanOrEqualTo(12);
        }
    }

    @Test
    void sendsWhoFollowsARunToItsNodeByHttps() throws Exception {
        String key = key("follower");
        int sentOn = 0;
        HttpClient client = client();
        for (int i = 0; i < 12; i++) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(
                                    cluster.query(0).url() + "/events/tail?run_id=followed-" + i + "&wait=0"))
                            .header("Authorization", "Bearer " + key)
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() == 307) {
                sentOn++;
                assertThat(answer.headers().firstValue("Location").orElse("")).startsWith("https://127.0.0.1:");
            }
        }
        assertThat(sentOn).isPositive();
    }

    @Test
    void answersCommands() throws Exception {
        String key = key("commands");
        String url = cluster.query(0).url();

        assertThat(run(url, key, settings).out()).contains("at " + url + ": ready");
        assertThat(run(url.replace("https:", "http:"), key, settings).err())
                .contains("speaks HTTPS: name it with https://");
        assertThat(run(url, key, Map.of("RUNLEDGER_TLS_CA", settings.get("RUNLEDGER_TLS_CA")))
                        .exit())
                .as("without a certificate of its own")
                .isEqualTo(1);
        assertThat(run(url, key, Map.of()).err()).contains("do not trust each other", "RUNLEDGER_TLS_CA");
    }

    @Test
    void takesNewCertificatesWhileItRuns() throws Exception {
        byte[] before = Files.readAllBytes(directory.resolve("tls.pem"));
        assertThat(documented(1).waitFor()).isZero();
        assertThat(Files.readAllBytes(directory.resolve("tls.pem"))).isNotEqualTo(before);

        await().atMost(Duration.ofSeconds(20)).until(() -> shown().contains(serial(directory.resolve("tls.pem"))));
        for (LedgerApi node : cluster.queries()) {
            node.get("/runs").expect(200);
        }
    }

    /** The serial number of the certificate that a node shows. */
    private static String shown() throws Exception {
        HttpClient client = client();
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(cluster.query(0).url() + "/health"))
                        .build(),
                BodyHandlers.ofString());
        return ((X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0])
                .getSerialNumber()
                .toString();
    }

    private static String serial(Path certificate) throws Exception {
        try (var in = Files.newInputStream(certificate)) {
            return ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in))
                    .getSerialNumber()
                    .toString();
        }
    }

    private static HttpClient client() {
        return new CallingClient(TlsConfig.from(new Settings(settings)), Duration.ofSeconds(5)).get();
    }

    private static String key(String name) throws Exception {
        String key = TestKeys.create(cluster.keys(), name, Role.ADMIN).key().text();
        for (LedgerApi api : cluster.queries()) {
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> api.with(key).get("/ready").status() == 200);
        }
        return key;
    }

    private static Command run(String url, String key, Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("RUNLEDGER_URL", url);
        all.put("RUNLEDGER_KEY", key);
        return Command.run(all, "status", "--url", url);
    }
}
