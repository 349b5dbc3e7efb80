package io.runledger.http.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Certificates and keys as PEM files, made by the JDK's keytool: a CA, and what it has signed. */
public final class TestCertificates {
    private static final String PASSWORD = "changeit";
    private static final int LINE = 64;

    private final Path directory;
    private final Path store;

    /** @param name of the CA, whose certificate is {@link #ca} */
    public TestCertificates(Path directory, String name) throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        this.store = directory.resolve("store.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "bc:c",
                "-validity",
                "30");
        write(ca(), pem("CERTIFICATE", certificate("ca")));
    }

    public Path ca() {
        return directory.resolve("ca.pem");
    }

    public Path certificate() {
        return directory.resolve("tls.pem");
    }

    public Path key() {
        return directory.resolve("tls.key");
    }

    /** Writes a certificate for this machine and its key to {@link #certificate} and {@link #key}. */
    public TestCertificates issue(String name, String algorithm) throws IOException, InterruptedException {
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-signer",
                "ca",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "30");
        write(certificate(), pem("CERTIFICATE", certificate(name)));
        write(key(), pem("PRIVATE KEY", encodedKey(name)));
        return this;
    }

    byte[] encodedKey(String name) throws IOException {
        try {
            return load().getKey(name, PASSWORD.toCharArray()).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private byte[] certificate(String name) throws IOException {
        try {
            return load().getCertificate(name).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE, "\n".getBytes(US_ASCII)).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    /** As whoever renews certificates does it: all at once. */
    static void write(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Stream.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD)
                .forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }
}
