package io.runledger.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.core.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PemFilesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void readsKeysOfEachAlgorithm(String algorithm) throws Exception {
        TestCertificates files = new TestCertificates(directory, "ca").issue("server", algorithm);

        assertThat(PemFiles.read(config(files)).server().getProtocol()).isEqualTo("TLS");
    }

    @Test
    void readsAChainWithTextBetween() throws Exception {
        TestCertificates files = new TestCertificates(directory, "ca").issue("server", "EC");
        String chain =
                "subject=server\r\n" + Files.readString(files.certificate()).replace("\n", "\r\n") + "\nissuer=ca\n"
                        + Files.readString(files.ca());

        assertThat(Pem.certificates(chain.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .extracting(each -> each.getSubjectX500Principal().getName())
                .containsExactly("CN=server", "CN=ca");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RSA PRIVATE KEY       | is in PKCS#1, not PKCS#8: convert it with openssl pkcs8",
                "EC PRIVATE KEY        | is in SEC1, not PKCS#8: convert it with openssl pkcs8",
                "ENCRYPTED PRIVATE KEY | is encrypted: decrypt it with openssl pkcs8",
                "PUBLIC KEY            | has no private key: it must be PEM in PKCS#8",
                "PRIVATE KEY           | has a private key that cannot be read: it must be of RSA, EC or EdDSA"
            })
    void saysWhatIsWrongWithAKeyInAnotherForm(String label, String wrong) throws Exception {
        TestCertificates files = new TestCertificates(directory, "ca").issue("server", "EC");
        TestCertificates.write(files.key(), TestCertificates.pem(label, new byte[] {1, 2, 3}));

        assertThatThrownBy(() -> PemFiles.read(config(files)).server())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tls.key " + wrong);
    }

    @Test
    void saysWhatElseIsWrong() throws Exception {
        TestCertificates files = new TestCertificates(directory, "ca").issue("server", "EC");
        TestCertificates others = new TestCertificates(directory.resolve("other"), "ca").issue("server", "EC");
        TestCertificates rsa = new TestCertificates(directory.resolve("rsa"), "ca").issue("server", "RSA");

        assertThatThrownBy(() ->
                        PemFiles.read(config(files.certificate(), others.key())).server())
                .hasMessageContaining("is not the key of the first certificate in");
        assertThatThrownBy(() ->
                        PemFiles.read(config(files.certificate(), rsa.key())).server())
                .hasMessageContaining("is not the key of the first certificate in");
        assertThatThrownBy(() -> PemFiles.read(config(files.key(), files.key())).server())
                .hasMessageContaining("tls.key has no certificate");
        assertThatThrownBy(() -> PemFiles.read(config(directory.resolve("none.pem"), files.key())))
                .hasMessageContaining("none.pem cannot be read (NoSuchFileException)");
        assertThatThrownBy(() -> config(Map.of("RUNLEDGER_TLS_CERT", "a.pem"))).hasMessageContaining("set both");
        assertThatThrownBy(() -> config(Map.of("RUNLEDGER_TLS_CLIENT_AUTH", "maybe")))
                .hasMessageContaining("none, optional or required");
        assertThatThrownBy(() -> config(Map.of("RUNLEDGER_TLS_CLIENT_AUTH", "required")))
                .hasMessageContaining("RUNLEDGER_TLS_CLIENT_CA");
        assertThatThrownBy(() ->
                        config(Map.of("RUNLEDGER_TLS_CLIENT_AUTH", "required", "RUNLEDGER_TLS_CLIENT_CA", "ca.pem")))
                .hasMessageContaining("RUNLEDGER_TLS_CERT");
    }

    private static TlsConfig config(TestCertificates files) {
        return config(files.certificate(), files.key());
    }

    private static TlsConfig config(Path certificate, Path key) {
        return config(Map.of("RUNLEDGER_TLS_CERT", certificate.toString(), "RUNLEDGER_TLS_KEY", key.toString()));
    }

    private static TlsConfig config(Map<String, String> environment) {
        return TlsConfig.from(new Settings(environment));
    }
}
