package io.runledger.schemas.storage;

import java.util.Locale;
import java.util.regex.Pattern;

/** Who holds the bytes, and what locations there look like. The words are those of the artifact's contract. */
enum Provider {
    S3("must be s3://bucket/key") {
        @Override
        boolean fits(String location) {
            return S3_OBJECT.matcher(location).matches();
        }
    },
    DROPBOX("must be an https URL of dropbox.com") {
        @Override
        boolean fits(String location) {
            return isSecureOn(location, "dropbox.com") || isSecureOn(location, "dropboxusercontent.com");
        }
    },
    GOOGLE_DRIVE("must be an https URL of drive.google.com or docs.google.com") {
        @Override
        boolean fits(String location) {
            return isSecureOn(location, "drive.google.com")
                    || isSecureOn(location, "docs.google.com")
                    || isSecureOn(location, "drive.usercontent.google.com");
        }
    },
    GITHUB("must be an https URL of github.com, such as https://github.com/owner/repository/blob/commit/path") {
        @Override
        boolean fits(String location) {
            return isWellFormed(location)
                    && Address.of(location)
                            .filter(address -> address.scheme().equals("https")
                                    && address.host().equals("github.com")
                                    && address.path().length() > 1)
                            .isPresent();
        }
    },
    EXTERNAL_URL("must be an http or https URL with a host, without spaces or backslashes") {
        @Override
        boolean fits(String location) {
            return isWellFormed(location)
                    && Address.of(location).filter(Address::isWeb).isPresent();
        }
    },
    LOCAL_DEV("must be a file: URL or a path") {
        @Override
        boolean fits(String location) {
            return isLocal(location) || !SCHEME.matcher(location).lookingAt();
        }
    },
    UNKNOWN("must not be a local path, nor what a browser would run; name the provider that fits") {
        @Override
        boolean fits(String location) {
            return !isLocal(location)
                    && !ACTIVE.matcher(SPACE.matcher(location).replaceAll("")).lookingAt();
        }
    };

    private static final Pattern S3_OBJECT =
            Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.+", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile(
            "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}.-]*[\\p{L}\\p{M}\\p{N}])?\\.?" + "|\\[[0-9A-Fa-f:.]+]");

    /** Two characters at least: one is a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

    private static final Pattern LOCAL = Pattern.compile(
            "\\s*(?:file:|/|\\.\\.?[/\\\\]|~[^/\\\\]*[/\\\\]|\\\\|[A-Za-z]:[/\\\\])", Pattern.CASE_INSENSITIVE);
    private static final Pattern ACTIVE =
            Pattern.compile("(?:javascript|vbscript|data|blob):", Pattern.CASE_INSENSITIVE);

    /** Browsers pass over it inside a scheme. */
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final String rule;

    Provider(String rule) {
        this.rule = rule;
    }

    static Provider of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Who would hold the bytes of a record that names no provider. */
    static Provider at(String location) {
        if (isLocal(location)) {
            return LOCAL_DEV;
        }
        return Address.of(location)
                .map(address ->
                        address.isWeb() ? EXTERNAL_URL : address.scheme().equals("s3") ? S3 : UNKNOWN)
                .orElse(UNKNOWN);
    }

    /** What a location must be. */
    String rule() {
        return rule;
    }

    abstract boolean fits(String location);

    static boolean isLocal(String location) {
        return LOCAL.matcher(location).lookingAt();
    }

    /** Browsers read a backslash as a slash, and so another host than the one that was checked. */
    private static boolean isWellFormed(String url) {
        return url.chars().noneMatch(c -> c == '\\' || Character.isWhitespace(c) || Character.isISOControl(c))
                && Address.of(url)
                        .filter(address -> HOST.matcher(address.host()).matches())
                        .isPresent();
    }

    private static boolean isSecureOn(String location, String domain) {
        return isWellFormed(location)
                && Address.of(location)
                        .filter(address -> address.scheme().equals("https") && address.isOn(domain))
                        .isPresent();
    }
}
