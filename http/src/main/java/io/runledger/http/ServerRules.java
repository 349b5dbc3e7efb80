package io.runledger.http;

import io.runledger.core.redaction.Redaction;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.Settings;
import io.runledger.http.limits.Limits;
import io.runledger.http.tls.TlsConfig;
import java.util.List;
import java.util.stream.Stream;

/**
 * What holds for every server of a process: how it ends, who may ask, how slowly, how often, with which certificate, and what
 * no answer shows.
 */
public record ServerRules(
        Termination termination,
        Callers callers,
        Patience patience,
        Limits limits,
        TlsConfig tls,
        Redaction redaction) {
    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = Stream.of(
                    Termination.SETTINGS, Callers.SETTINGS, Patience.SETTINGS, Limits.SETTINGS, TlsConfig.SETTINGS)
            .flatMap(List::stream)
            .toList();

    public static ServerRules from(Settings settings) {
        return new ServerRules(
                Termination.from(settings),
                Callers.from(settings),
                Patience.from(settings),
                Limits.from(settings),
                TlsConfig.from(settings),
                Redaction.of(settings));
    }

    /** For this machine itself; it stops at once, but for requests that are under way. */
    static ServerRules local() {
        return new ServerRules(
                Termination.prompt(),
                Callers.local(),
                Patience.usual(),
                Limits.none(),
                TlsConfig.none(),
                Redaction.builtIn());
    }
}
