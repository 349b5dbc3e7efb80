package io.runledger.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.storage.Breach.Reason;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A key hidden in a URL is found wherever it stands and however it is written; a plain URL is never taken for one. */
class StoragePolicyPropertyTest {
    private static final List<String> KEYS = List.of(
            "X-Amz-Signature", "X-Amz-Security-Token", "X-Goog-Signature", "sig", "token", "access_token", "Signature");

    /** Long enough to be one: some of the names are everyday words. */
    private static final String VALUE = "4hW9cQ2pX7rT1kZm5vBn";

    private final StoragePolicy policy = StoragePolicy.production();

    @Property(tries = 1_000)
    void takesPlainUrls(@ForAll("plain") String url) {
        assertThat(policy.linkBreaches(url, "/url")).isEmpty();
    }

    @Property(tries = 2_000)
    void findsAKeyWhereverItStands(
            @ForAll("plain") String url,
            @ForAll("keys") String key,
            @ForAll("separators") String separator,
            @ForAll("parameters") String behind) {
        String signed = url + (url.contains("?") ? "" : "?a=b") + separator + key + "=" + VALUE + behind;

        assertThat(reasons(signed)).as(signed).containsExactly(Reason.SIGNED_URL);
    }

    @Property(tries = 1_000)
    void findsAKeyInAUrlThatIsAParameter(@ForAll("plain") String url, @ForAll("keys") String key) {
        String inner = "https://inner.example/x?" + key + "=" + VALUE;
        String escaped = inner.replace("%", "%25")
                .replace(":", "%3A")
                .replace("/", "%2F")
                .replace("?", "%3F")
                .replace("=", "%3d");
        String outer = url + (url.contains("?") ? "&" : "?") + "to=" + escaped;

        assertThat(reasons(outer)).as(outer).contains(Reason.SIGNED_URL);
    }

    @Property(tries = 1_000)
    void findsWhoeverStandsBeforeTheHost(@ForAll("plain") String url, @ForAll("users") String user) {
        String withUser = url.replaceFirst("://", "://" + user + "@");

        assertThat(reasons(withUser)).as(withUser).contains(Reason.URL_CREDENTIALS);
    }

    @Property(tries = 1_000)
    void neverFailsWhateverTheText(@ForAll String text) {
        assertThat(policy.linkBreaches(text, "/url")).doesNotContainNull();
        assertThat(policy.fileBreaches(text, "/url")).doesNotContainNull();
    }

    private List<Reason> reasons(String url) {
        return policy.linkBreaches(url, "/url").stream().map(Breach::reason).toList();
    }

    @Provide
    Arbitrary<String> plain() {
        Arbitrary<String> word =
                Arbitraries.strings().withChars("abcXYZ019-_.~").ofMinLength(1).ofMaxLength(6);
        Arbitrary<String> host = Arbitraries.of(
                "example.org", "EXAMPLE.org:8443", "a.b.c.example", "[2001:db8::1]", "127.0.0.1", "token.example");
        Arbitrary<String> path = word.list().ofMaxSize(3).map(words -> "/" + String.join("/", words));
        return Combinators.combine(
                        Arbitraries.of("http", "https", "HTTPS"), host, path, parameters(), Arbitraries.of("", "#top"))
                .as((scheme, at, where, query, fragment) ->
                        scheme + "://" + at + where + (query.isEmpty() ? "" : "?" + query.substring(1)) + fragment);
    }

    /** As many as may stand in any URL, each with its ampersand; one has a name that is like a key's. */
    @Provide
    Arbitrary<String> parameters() {
        return Arbitraries.of("page=2", "dl=0", "tokens=3", "signed=no", "q=a%20b", "design=token", "x=", "flag")
                .list()
                .ofMaxSize(3)
                .map(all -> all.isEmpty() ? "" : "&" + String.join("&", all));
    }

    @Provide
    Arbitrary<String> separators() {
        return Arbitraries.of("&", ";", "#", "&amp;", "&%20");
    }

    @Provide
    Arbitrary<String> users() {
        return Arbitraries.of("ana", "ana:secret", ":secret", "ana%40x:y", "");
    }

    /** In any case, some letters escaped. */
    @Provide
    Arbitrary<String> keys() {
        return Combinators.combine(
                        Arbitraries.of(KEYS),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2))
                .as((key, spelling, escaped) -> {
                    String cased =
                            switch (spelling) {
                                case 0 -> key.toLowerCase(Locale.ROOT);
                                case 1 -> key.toUpperCase(Locale.ROOT);
                                default -> key;
                            };
                    return escaped == 0 ? cased : "%" + Integer.toHexString(cased.charAt(0)) + cased.substring(1);
                });
    }
}
