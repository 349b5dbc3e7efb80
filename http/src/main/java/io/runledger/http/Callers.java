package io.runledger.http;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By which names a server may be asked for, and which web pages of elsewhere may use it. Any page that a browser shows can
 * send requests to this machine, and its owner can give a name of theirs this machine's address (DNS rebinding).
 *
 * @param hosts names besides the loopback ones and the server's own address
 * @param anyHost whether the name does not matter, for who keeps others away by other means
 * @param origins of pages that may read and write
 */
public record Callers(Set<HostName> hosts, boolean anyHost, Set<WebOrigin> origins) {
    private static final Setting HOSTS = new Setting(
            "RUNLEDGER_ALLOWED_HOSTS",
            "",
            "Names by which a service may be asked for, with commas between, each with or without its port; the loopback names,"
                    + " the address it listens on and RUNLEDGER_NODE_ADDRESS are always allowed. Other names are answered with 421; * allows all");
    private static final Setting ORIGINS = new Setting(
            "RUNLEDGER_ALLOWED_ORIGINS",
            "",
            "Origins whose web pages may read and write from a browser, with commas between, such as https://ledger.example.org;"
                    + " those of a service's own address always may");
    private static final Setting NODE_ADDRESS = new Setting("RUNLEDGER_NODE_ADDRESS", "", "");
    private static final String ANY = "*";

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(HOSTS, ORIGINS);

    public Callers {
        hosts = Set.copyOf(hosts);
        origins = Set.copyOf(origins);
    }

    public static Callers from(Settings settings) {
        List<String> names = items(settings, HOSTS).toList();
        Set<HostName> hosts = Stream.concat(
                        names.stream().filter(name -> !name.equals(ANY)), items(settings, NODE_ADDRESS))
                .map(name -> HostName.parse(name)
                        .orElseThrow(() -> new SettingException(
                                HOSTS, name, "a host such as ledger.example.org or 10.0.0.7:8080, nor *")))
                .collect(Collectors.toSet());
        Set<WebOrigin> origins = items(settings, ORIGINS)
                .map(origin -> WebOrigin.parse(origin)
                        .orElseThrow(() -> new SettingException(
                                ORIGINS,
                                origin,
                                "an origin such as https://ledger.example.org; name each, for * would"
                                        + " let any web page write")))
                .collect(Collectors.toSet());
        return new Callers(hosts, names.contains(ANY), origins);
    }

    /** Loopback names and the server's own address, and no page of elsewhere. */
    static Callers local() {
        return new Callers(Set.of(), false, Set.of());
    }

    private static Stream<String> items(Settings settings, Setting setting) {
        return Arrays.stream(settings.text(setting).split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty());
    }

    /** @param here the address that the connection came to */
    boolean mayAskFor(HostName host, InetAddress here) {
        return anyHost
                || host.isLoopback()
                || hosts.contains(host)
                || hosts.contains(new HostName(host.host(), 0))
                || (!here.isLoopbackAddress() && host.is(here));
    }
}
