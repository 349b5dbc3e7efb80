package io.runledger.core.storage;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether whoever reads a URL may fetch what it names. Some parameters exist for nothing else. Others have everyday names: a
 * {@code sig} may be a signal and a {@code token} a currency, so those are told by their length and by their company.
 */
final class Signature {
    /**
     * Amazon S3 and all that speak its protocol (versions 4 and 2), CloudFront, Google Cloud Storage (4 and 2), Alibaba's OSS (4, 2
     * and 1), Tencent's COS, Volcano's TOS, Huawei's OBS, Baidu's BOS, OpenStack Swift, SharePoint, and what web services call
     * their tokens.
     */
    private static final Set<String> SIGNED = Set.of(
            "x-amz-signature",
            "x-amz-credential",
            "x-amz-security-token",
            "awsaccesskeyid",
            "key-pair-id",
            "x-goog-signature",
            "x-goog-credential",
            "googleaccessid",
            "x-oss-signature",
            "x-oss-credential",
            "x-oss-security-token",
            "ossaccesskeyid",
            "security-token",
            "q-signature",
            "q-ak",
            "x-cos-security-token",
            "x-tos-signature",
            "x-tos-credential",
            "x-tos-security-token",
            "x-obs-security-token",
            "accesskeyid",
            "x-bce-security-token",
            "authorization",
            "ucloudpublickey",
            "temp_url_sig",
            "tempauth",
            "access_token",
            "auth_token",
            "id_token",
            "refresh_token",
            "private_token",
            "job_token",
            "feed_token",
            "oauth_token",
            "session_token",
            "sas_token");

    /** Those of everyday names, as Azure, CDNs and web services sign. */
    private static final Set<String> AMBIGUOUS = Set.of(
            "sig",
            "signature",
            "sign",
            "hmac",
            "token",
            "auth",
            "auth_key",
            "jwt",
            "ticket",
            "hdnts",
            "hdnea",
            "hdntl",
            "__token__",
            "wssecret",
            "verify",
            "hm",
            "oh",
            "st");

    /** The rest of a shared access signature of Azure. */
    private static final Set<String> OF_SAS = Set.of(
            "sv", "se", "sp", "sr", "st", "spr", "srt", "ss", "sip", "skoid", "sktid", "ske", "sks", "skv", "si");

    /** What says until when, or with which key, it was signed. */
    private static final Set<String> OF_SIGNATURES =
            Set.of("expires", "expire", "expiry", "expiration", "keyname", "policy", "x-amz-expires", "x-goog-expires");

    private static final Set<String> SIGNATURES = Set.of("sig", "signature", "sign", "hmac", "token");

    private static final Pattern PIECES = Pattern.compile("[^A-Za-z0-9+/_=-]+");
    private static final Pattern RUNS = Pattern.compile("[-_=]+");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    /** An account of a blockchain, such as the one of a currency: everybody knows it. */
    private static final Pattern ACCOUNT = Pattern.compile("0x[0-9a-fA-F]{40}");

    private static final int LONG_RUN = 12;
    private static final int LONG_PIECE = 24;
    private static final int LONG_LETTERS = 20;
    private static final int LONGEST_WORD = 32;

    private static final int CAPITAL = 1;
    private static final int SMALL = 2;
    private static final int DIGIT = 4;
    private static final int ALL_KINDS = CAPITAL | SMALL | DIGIT;

    private Signature() {}

    static boolean isIn(Address address) {
        List<Address.Parameter> named = address.named();
        Set<String> names = new HashSet<>();
        named.forEach(parameter -> names.add(parameter.name()));
        return names.stream().anyMatch(SIGNED::contains)
                || named.stream().anyMatch(parameter -> signs(parameter, names))
                || isPreauthenticated(address);
    }

    private static boolean signs(Address.Parameter parameter, Set<String> company) {
        String name = parameter.name();
        if (!AMBIGUOUS.contains(name)) {
            return false;
        }
        boolean among = (name.equals("sig") && company.stream().anyMatch(OF_SAS::contains))
                || (SIGNATURES.contains(name) && company.stream().anyMatch(OF_SIGNATURES::contains));
        return among || isRandom(parameter.value());
    }

    /** Whether it looks drawn by lot, as keys and signatures do and words do not. */
    static boolean isRandom(String value) {
        if (ACCOUNT.matcher(value).matches()) {
            return false;
        }
        for (String piece : PIECES.split(value, -1)) {
            if (UUID.matcher(piece).matches() || (piece.length() >= LONG_PIECE && kinds(piece) == ALL_KINDS)) {
                return true;
            }
            for (String run : RUNS.split(piece, -1)) {
                if (isRandomRun(run)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isRandomRun(String run) {
        int kinds = kinds(run);
        boolean mixed = (kinds & DIGIT) != 0 && kinds != DIGIT;
        boolean bothCases = (kinds & (CAPITAL | SMALL)) == (CAPITAL | SMALL);
        return (run.length() >= LONG_RUN && mixed)
                || (run.length() >= LONG_LETTERS && bothCases)
                || run.length() >= LONGEST_WORD;
    }

    private static int kinds(String text) {
        int kinds = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            kinds |= c >= 'A' && c <= 'Z' ? CAPITAL : c >= 'a' && c <= 'z' ? SMALL : c >= '0' && c <= '9' ? DIGIT : 0;
        }
        return kinds;
    }

    /** Oracle's pre-authenticated requests have the key in the path. */
    private static boolean isPreauthenticated(Address address) {
        return address.isOn("oraclecloud.com") && address.path().startsWith("/p/");
    }
}
