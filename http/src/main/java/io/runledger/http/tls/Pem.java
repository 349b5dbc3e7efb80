package io.runledger.http.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is in a PEM file (RFC 7468). The JDK reads such certificates, and has no reader for keys. */
final class Pem {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PKCS8 = "PRIVATE KEY";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /** Keys in other forms, and what to do about them. */
    private static final Map<String, String> OTHER_FORMS = Map.of(
            "RSA PRIVATE KEY",
                    "is in PKCS#1, not PKCS#8: convert it with openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW",
            "EC PRIVATE KEY", "is in SEC1, not PKCS#8: convert it with openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW",
            "ENCRYPTED PRIVATE KEY",
                    "is encrypted: decrypt it with openssl pkcs8 -in OLD -out NEW, into a file that"
                            + " only the ledger may read");

    private Pem() {}

    private record Block(String label, byte[] der) {}

    /** All certificates of a file, in its order. Other things in it are passed over. */
    static List<X509Certificate> certificates(byte[] file) throws TlsException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks(file)) {
                if (block.label.equals(CERTIFICATE)) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der)));
                }
            }
        } catch (CertificateException e) {
            throw new TlsException("has a certificate that cannot be read", e);
        }
        if (certificates.isEmpty()) {
            throw new TlsException("has no certificate: it must be PEM, with -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    /** The one private key of a file, of RSA, EC or EdDSA. */
    static PrivateKey key(byte[] file) throws TlsException {
        for (Block block : blocks(file)) {
            if (block.label.equals(PKCS8)) {
                return key(new PKCS8EncodedKeySpec(block.der));
            }
            String otherwise = OTHER_FORMS.get(block.label);
            if (otherwise != null) {
                throw new TlsException(otherwise);
            }
        }
        throw new TlsException("has no private key: it must be PEM in PKCS#8, with -----BEGIN PRIVATE KEY-----");
    }

    private static PrivateKey key(PKCS8EncodedKeySpec encoded) throws TlsException {
        return ALGORITHMS.stream()
                .flatMap(algorithm -> key(algorithm, encoded).stream())
                .findFirst()
                .orElseThrow(() ->
                        new TlsException("has a private key that cannot be read: it must be of RSA, EC or EdDSA"));
    }

    /** Empty if it is of another algorithm. */
    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private static List<Block> blocks(byte[] file) throws TlsException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(file, ISO_8859_1));
        while (matcher.find()) {
            try {
                blocks.add(new Block(
                        matcher.group(1),
                        Base64.getMimeDecoder().decode(matcher.group(2).strip())));
            } catch (IllegalArgumentException e) {
                throw new TlsException(
                        "is damaged: it is no base64 within -----BEGIN " + matcher.group(1) + "-----", e);
            }
        }
        return blocks;
    }
}
