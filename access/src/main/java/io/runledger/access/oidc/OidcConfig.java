package io.runledger.access.oidc;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Whose tokens are accepted, and what is read from them.
 *
 * @param issuers none if only keys are accepted
 * @param audience that a token must name
 * @param clientId of the console, with which people sign in; empty if they cannot
 * @param skew how far the issuers' clocks may be from this one
 * @param stale how long an issuer's keys are used while it cannot be reached
 */
public record OidcConfig(
        List<URI> issuers, String audience, String clientId, ClaimNames claims, Duration skew, Duration stale) {
    private static final Setting ISSUERS = new Setting(
            "RUNLEDGER_OIDC_ISSUERS",
            "",
            "Identity providers whose [tokens](access.md#oidc) are accepted besides keys: their issuer URLs, with commas"
                    + " between; https, or http on loopback");
    private static final Setting AUDIENCE = new Setting(
            "RUNLEDGER_OIDC_AUDIENCE", "", "The audience that a token must be for; needed where there is an issuer");
    private static final Setting CLIENT_ID = new Setting(
            "RUNLEDGER_OIDC_CLIENT_ID",
            "",
            "The public client with which people sign in to the console by an issuer; left out, they sign in with a key only");
    private static final Setting SKEW = new Setting(
            "RUNLEDGER_OIDC_CLOCK_SKEW", "60s", "How far the clocks of issuers may be from this one; at most 10m");
    private static final Setting STALE = new Setting(
            "RUNLEDGER_OIDC_STALE",
            "1h",
            "How long the public keys of an issuer are used while it cannot be reached; after that its tokens are answered with 503");

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(
            ISSUERS,
            AUDIENCE,
            CLIENT_ID,
            ClaimNames.NAME,
            ClaimNames.ROLES,
            ClaimNames.ROLES_PREFIX,
            ClaimNames.SCOPE,
            ClaimNames.CLEARANCE,
            SKEW,
            STALE);

    private static final Duration MOST_SKEW = Duration.ofMinutes(10);
    private static final int MOST_ISSUERS = 8;

    /** Of a principal's name this is the part after {@code #}. */
    private static final int LONGEST_ISSUER = 120;

    public OidcConfig {
        issuers = List.copyOf(issuers);
    }

    public static OidcConfig from(Settings settings) {
        List<URI> issuers = Arrays.stream(settings.text(ISSUERS).split(",", -1))
                .map(String::strip)
                .filter(issuer -> !issuer.isEmpty())
                .map(OidcConfig::issuer)
                .toList();
        String audience = settings.text(AUDIENCE);
        if (issuers.stream().map(OidcConfig::shortName).distinct().count() < issuers.size()
                || issuers.size() > MOST_ISSUERS) {
            throw new SettingException(ISSUERS, settings.text(ISSUERS), "at most 8 issuers, each once");
        }
        if (!issuers.isEmpty() && audience.isEmpty()) {
            throw new SettingException(AUDIENCE, audience, "the audience that tokens of the issuers must be for");
        }
        Duration skew = settings.duration(SKEW);
        if (skew.compareTo(MOST_SKEW) > 0) {
            throw new SettingException(SKEW, settings.text(SKEW), "at most 10m");
        }
        return new OidcConfig(
                issuers, audience, settings.text(CLIENT_ID), ClaimNames.from(settings), skew, settings.duration(STALE));
    }

    private static URI issuer(String text) {
        try {
            URI issuer = URI.create(text);
            if (text.length() <= LONGEST_ISSUER
                    && IssuerClient.isSafe(issuer)
                    && issuer.getRawQuery() == null
                    && issuer.getRawFragment() == null
                    && issuer.getRawUserInfo() == null) {
                return issuer;
            }
        } catch (IllegalArgumentException e) {
            throw new SettingException(ISSUERS, text, "a URL");
        }
        throw new SettingException(
                ISSUERS,
                text,
                "an https URL such as https://login.example.org/realms/main, as the provider itself writes it, of at most "
                        + LONGEST_ISSUER + " characters; http only on loopback");
    }

    /** An issuer without its scheme, as it is in the names of principals. */
    static String shortName(URI issuer) {
        String text = issuer.toString();
        return text.substring(text.indexOf("://") + "://".length());
    }
}
