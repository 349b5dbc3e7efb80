package io.runledger.core.storage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who holds the bytes, and what locations there look like. The words are those of the artifact's contract. */
enum Provider {
    S3(
            "must be s3://bucket/key, an ARN of an object or of an access point, or the URL of another S3 store, with bucket and key in its path") {
        @Override
        Optional<String> misfit(String location) {
            return S3Location.misfit(location);
        }
    },
    GCS("must be gs://bucket/object or an https URL of storage.googleapis.com") {
        @Override
        boolean fits(String location) {
            return hasPath(location, "gs")
                    || isSecureOn(location, "storage.googleapis.com")
                    || isSecureOn(location, "storage.cloud.google.com");
        }
    },
    AZURE(
            "must be abfss://container@account.dfs.core.windows.net/path, wasbs://container@account.blob.core.windows.net/path,"
                    + " adl://account.azuredatalakestore.net/path, az://container/path or a blob's https URL") {
        @Override
        boolean fits(String location) {
            return hasPath(location, "abfs", "abfss", "wasb", "wasbs", "adl", "az")
                    || AZURE_DOMAINS.stream().anyMatch(domain -> isSecureOn(location, domain));
        }
    },
    HUGGING_FACE(
            "must be hf://owner/repository/path, hf://datasets/…, hf://spaces/… or an https URL of huggingface.co") {
        @Override
        boolean fits(String location) {
            return hasPath(location, "hf") || isSecureOn(location, "huggingface.co") || isSecureOn(location, "hf.co");
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

    /** Of the public cloud and of those for China and for governments, and what Fabric's OneLake answers under. */
    private static final List<String> AZURE_DOMAINS = List.of(
            "blob.core.windows.net",
            "dfs.core.windows.net",
            "blob.core.chinacloudapi.cn",
            "dfs.core.chinacloudapi.cn",
            "blob.core.usgovcloudapi.net",
            "dfs.core.usgovcloudapi.net",
            "dfs.fabric.microsoft.com");

    /** Those that can be told from an address alone; the others take every address of their kind. */
    private static final List<Provider> TELLING = List.of(GITHUB, DROPBOX, GOOGLE_DRIVE, HUGGING_FACE, GCS, AZURE);

    /** Names in a network of one's own, such as a container's, may have underscores. */
    private static final Pattern HOST = Pattern.compile(
            "[\\p{L}\\p{N}_](?:[\\p{L}\\p{M}\\p{N}._-]*[\\p{L}\\p{M}\\p{N}_])?\\.?" + "|\\[[0-9A-Fa-f:.]+]");

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

    /** The provider of the contract's word; empty if there is none. */
    static Optional<Provider> named(@Nullable String word) {
        return Arrays.stream(values())
                .filter(provider -> provider.word().equals(word))
                .findFirst();
    }

    /** Who would hold the bytes of a record that names no provider. */
    static Provider at(String location) {
        if (isLocal(location)) {
            return LOCAL_DEV;
        }
        if (S3Location.isNamed(location)) {
            return S3;
        }
        return TELLING.stream()
                .filter(provider -> provider.fits(location))
                .findFirst()
                .orElseGet(() -> Address.of(location).filter(Address::isWeb).isPresent() ? EXTERNAL_URL : UNKNOWN);
    }

    /** The provider in the contract's words. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is wrong with a location, as the end of a sentence; empty if it is one of this provider's. */
    Optional<String> misfit(String location) {
        return fits(location) ? Optional.empty() : Optional.of(rule);
    }

    boolean fits(String location) {
        return misfit(location).isEmpty();
    }

    /** What a location must be. */
    String rule() {
        return rule;
    }

    static boolean isLocal(String location) {
        return LOCAL.matcher(location).lookingAt();
    }

    /** Browsers read a backslash as a slash, and so another host than the one that was checked. */
    static boolean isWellFormed(String url) {
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

    private static boolean hasPath(String location, String... schemes) {
        return Address.of(location)
                .filter(address -> List.of(schemes).contains(address.scheme())
                        && HOST.matcher(address.host()).matches()
                        && address.path().length() > 1)
                .isPresent();
    }
}
