package io.runledger.core.storage;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an object of S3 is, or of a store that speaks its protocol: as s3://bucket/key, with the schemes of Hadoop's older
 * clients, too; by its ARN, or through an access point's; or by the URL of a store of one's own, whose address is part of it.
 */
final class S3Location {
    private static final Pattern NAMED = Pattern.compile("(?:s3[an]?://|arn:aws)", Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE =
            Pattern.compile("s3[an]?://([^/]*)(?:/(.*))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * Amazon asks 3 to 63 small letters, digits, dots and hyphens of new buckets; old ones of us-east-1 and those of other stores
     * have names of 1 to 255 characters, with capitals and underscores.
     */
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,253}[A-Za-z0-9_])?");

    /** With or without the scheme before it, as command lines write it. A bucket or an access point, and a key in it. */
    private static final Pattern ARN = Pattern.compile(
            "(?:s3[an]?://)?arn:aws[a-z-]*:s3[a-z-]*:[a-z0-9-]*:[0-9]*:"
                    + "(?:(?:outpost[/:][^/:]+[/:])?accesspoint[/:][^/:]+|(?!accesspoint[/:]|outpost[/:])[A-Za-z0-9._-]+)/.+",
            Pattern.DOTALL);

    private static final Pattern BUCKET_AND_KEY = Pattern.compile("/[^/]+/.+", Pattern.DOTALL);

    private S3Location() {}

    /** Whether it can be of no other provider. */
    static boolean isNamed(String location) {
        return NAMED.matcher(location).lookingAt();
    }

    /** What is wrong with it; empty if nothing is. */
    static Optional<String> misfit(String location) {
        if (ARN.matcher(location).matches() || isUrlOfAnotherStore(location)) {
            return Optional.empty();
        }
        var parts = BARE.matcher(location);
        if (!parts.matches() || parts.group(1).startsWith("arn:")) {
            return Optional.of(Provider.S3.rule());
        }
        if (!BUCKET.matcher(parts.group(1)).matches()) {
            return Optional.of(
                    "names no bucket that there can be; must be s3://bucket/key, with a bucket of at most 255 letters,"
                            + " digits, dots, hyphens and underscores, and neither a dot nor a hyphen at its ends");
        }
        return parts.group(2) == null || parts.group(2).isEmpty()
                ? Optional.of("names a bucket and no object in it; must be s3://bucket/key")
                : Optional.empty();
    }

    /** With the bucket in its path; Amazon's own objects have a lasting name without a host. */
    private static boolean isUrlOfAnotherStore(String location) {
        return Provider.isWellFormed(location)
                && Address.of(location)
                        .filter(address -> address.isWeb()
                                && !address.isOn("amazonaws.com")
                                && BUCKET_AND_KEY.matcher(address.path()).matches())
                        .isPresent();
    }
}
