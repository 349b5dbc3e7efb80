package io.runledger.core.storage;

import io.runledger.core.storage.Breach.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What makes a URL a key to what it names: a signature, a token, a password, or a life of a few hours. */
final class Secrets {
    private static final Set<String> PASSWORDS =
            Set.of("password", "passwd", "pwd", "secret", "client_secret", "api_key", "apikey", "api-key");

    /** Telegram names the bot and its token in the path. */
    private static final Pattern BOT = Pattern.compile("/(?:file/)?bot[0-9]+:");

    private Secrets() {}

    /** One breach at most of each reason, of all the URLs that are in a text. */
    static List<Breach> in(String text, String pointer) {
        return of(Address.in(text), pointer);
    }

    /** The same of a location, which is an address as a whole, also if it names no scheme. */
    static List<Breach> inLocation(String location, String pointer) {
        List<Address> addresses = Address.in(location);
        return of(addresses.isEmpty() ? List.of(Address.withoutScheme(location)) : addresses, pointer);
    }

    private static List<Breach> of(List<Address> addresses, String pointer) {
        List<Breach> breaches = new ArrayList<>();
        if (addresses.stream().anyMatch(Signature::isIn)) {
            breaches.add(Breach.of(
                    Reason.SIGNED_URL,
                    pointer,
                    "must not be a signed URL or carry a token; give the lasting address, without them"));
        }
        if (addresses.stream().anyMatch(Secrets::isTemporary)) {
            breaches.add(Breach.of(
                    Reason.TEMPORARY_URL,
                    pointer,
                    "must not be a temporary link, which is dead in some hours; give the lasting address"));
        }
        if (addresses.stream().anyMatch(Secrets::hasCredentials)) {
            breaches.add(Breach.of(
                    Reason.URL_CREDENTIALS,
                    pointer,
                    "must not name a user, a password or a key in a URL; leave them out"));
        }
        return breaches;
    }

    private static boolean hasCredentials(Address address) {
        return address.user()
                || address.named().stream().map(Address.Parameter::name).anyMatch(PASSWORDS::contains)
                || (address.isOn("api.telegram.org")
                        && BOT.matcher(address.path()).lookingAt());
    }

    /** Dropbox's get_temporary_link, and the hosts from which Google serves a download that was just asked for. */
    private static boolean isTemporary(Address address) {
        if (address.isOn("dropboxusercontent.com")) {
            boolean shared = address.path().startsWith("/s/") || address.path().startsWith("/scl/");
            return !(address.host().equals("dl.dropboxusercontent.com") && shared);
        }
        return address.isOn("googleusercontent.com") && address.host().startsWith("doc-");
    }
}
