package io.runledger.http.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The PEM files of a process as they were at one moment, and what TLS makes of them. */
final class PemFiles {
    /** Of a key store that never leaves the memory. */
    private static final char[] PASSWORD = "in memory".toCharArray();

    private static final long LARGEST = 1024 * 1024;
    private static final byte[] PROBE = {1, 2, 3};

    private final TlsConfig config;
    private final Map<Path, byte[]> contents;

    private PemFiles(TlsConfig config, Map<Path, byte[]> contents) {
        this.config = config;
        this.contents = contents;
    }

    /** @throws IllegalArgumentException if one cannot be read; the message names it */
    static PemFiles read(TlsConfig config) {
        Map<Path, byte[]> contents = new TreeMap<>();
        for (Path file : config.files()) {
            try {
                if (Files.size(file) > LARGEST) {
                    throw new IllegalArgumentException(file + " is too large for a PEM file");
                }
                contents.put(file, Files.readAllBytes(file));
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
            }
        }
        return new PemFiles(config, contents);
    }

    boolean isSameAs(PemFiles other) {
        return contents.keySet().equals(other.contents.keySet())
                && contents.entrySet().stream()
                        .allMatch(each -> Arrays.equals(each.getValue(), other.contents.get(each.getKey())));
    }

    /** For a server: shows its certificate, and trusts the client CA. */
    SSLContext server() {
        return context(config.clientCa());
    }

    /** For a client: shows its certificate where it is asked for, and trusts the CA, or whom the JDK does. */
    SSLContext client() {
        return context(config.ca());
    }

    /** @throws IllegalArgumentException if the files cannot be used; the message names the one that is wrong */
    private SSLContext context(Optional<Path> trusted) {
        try {
            KeyManager @Nullable [] keys = config.certificate().isPresent() ? keys() : null;
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted.isPresent() ? trust(trusted.get()) : null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the certificates cannot be used (" + e.getMessage() + ")", e);
        }
    }

    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        Path certificateFile = config.certificate().orElseThrow();
        Path keyFile = config.key().orElseThrow();
        List<X509Certificate> chain = certificates(certificateFile);
        PrivateKey key;
        try {
            key = Pem.key(content(keyFile));
        } catch (TlsException e) {
            throw unusable(keyFile, e);
        }
        if (!fits(key, chain.get(0).getPublicKey())) {
            throw new IllegalArgumentException(
                    keyFile + " is not the key of the first certificate in " + certificateFile);
        }
        KeyStore store = empty();
        store.setKeyEntry("own", key, PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        return factory.getKeyManagers();
    }

    private TrustManager[] trust(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (X509Certificate certificate : certificates(file)) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private List<X509Certificate> certificates(Path file) {
        try {
            return Pem.certificates(content(file));
        } catch (TlsException e) {
            throw unusable(file, e);
        }
    }

    private byte[] content(Path file) {
        return contents.getOrDefault(file, new byte[0]);
    }

    private static IllegalArgumentException unusable(Path file, TlsException e) {
        return new IllegalArgumentException(file + " " + e.getMessage(), e);
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** A server whose key is another's would fail at every handshake, and say nothing that helps. */
    private static boolean fits(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // of another algorithm
        }
    }
}
