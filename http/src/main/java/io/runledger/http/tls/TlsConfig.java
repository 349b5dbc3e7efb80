package io.runledger.http.tls;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the certificates and keys of a process are, as PEM files.
 *
 * @param certificate of the process itself, with those between it and its CA; empty if it speaks plain HTTP
 * @param key of that certificate
 * @param clientCa who signs the certificates of its clients
 * @param ca who signs those of the processes that it calls; empty for whom the JDK trusts
 */
public record TlsConfig(
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<Path> clientCa,
        ClientAuth clientAuth,
        Optional<Path> ca) {
    private static final Setting CERTIFICATE = new Setting(
            "RUNLEDGER_TLS_CERT",
            "",
            "PEM file with the certificate of the process, then those between it and its CA. With it the process speaks [HTTPS only](access.md#tls)");
    private static final Setting KEY =
            new Setting("RUNLEDGER_TLS_KEY", "", "PEM file with its private key, in PKCS#8 and not encrypted");
    private static final Setting CLIENT_CA =
            new Setting("RUNLEDGER_TLS_CLIENT_CA", "", "PEM file with the CAs whose certificates clients may send");
    private static final Setting CLIENT_AUTH = new Setting(
            "RUNLEDGER_TLS_CLIENT_AUTH",
            "none",
            "Whether clients send certificates: `none`, `optional`, or `required`. They need a key all the same");
    public static final String CA_VARIABLE = "RUNLEDGER_TLS_CA";
    private static final Setting CA = new Setting(
            CA_VARIABLE,
            "",
            "PEM file with the CAs that are trusted when other processes of the ledger are called; empty for those that Java trusts");

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(CERTIFICATE, KEY, CLIENT_CA, CLIENT_AUTH, CA);

    public static TlsConfig none() {
        return new TlsConfig(Optional.empty(), Optional.empty(), Optional.empty(), ClientAuth.NONE, Optional.empty());
    }

    public static TlsConfig from(Settings settings) {
        ClientAuth clientAuth = Arrays.stream(ClientAuth.values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(settings.text(CLIENT_AUTH)))
                .findFirst()
                .orElseThrow(() ->
                        new SettingException(CLIENT_AUTH, settings.text(CLIENT_AUTH), "none, optional or required"));
        TlsConfig config = new TlsConfig(
                path(settings, CERTIFICATE),
                path(settings, KEY),
                path(settings, CLIENT_CA),
                clientAuth,
                path(settings, CA));
        if (config.certificate.isPresent() != config.key.isPresent()) {
            throw new IllegalArgumentException(CERTIFICATE.name() + " and " + KEY.name() + " go together: set both");
        }
        if (config.clientCa.isPresent() != (clientAuth != ClientAuth.NONE)
                || (config.clientCa.isPresent() && config.certificate.isEmpty())) {
            throw new IllegalArgumentException(CLIENT_AUTH.name() + "=optional or required and " + CLIENT_CA.name()
                    + " go together, and want " + CERTIFICATE.name());
        }
        return config;
    }

    private static Optional<Path> path(Settings settings, Setting setting) {
        String path = settings.text(setting);
        return path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
    }

    /** Whether the process speaks HTTPS. */
    public boolean isOn() {
        return certificate.isPresent();
    }

    /** Of the URLs of the process, and of the other processes of its ledger. */
    public String scheme() {
        return isOn() ? "https" : "http";
    }

    /** The same for those who only call others, such as commands: no server's settings matter. */
    public TlsConfig forCalls() {
        return new TlsConfig(certificate, key, Optional.empty(), ClientAuth.NONE, ca);
    }

    List<Path> files() {
        return Stream.of(certificate, key, clientCa, ca)
                .flatMap(Optional::stream)
                .toList();
    }
}
