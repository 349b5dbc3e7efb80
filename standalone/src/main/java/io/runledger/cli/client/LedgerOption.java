package io.runledger.cli.client;

import io.runledger.standalone.terminal.ClearFailure;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that names the ledger to talk to, taken before the command's name and after it; filled by picocli. */
public final class LedgerOption {
    /** The name of the mixin, by which a command finds the option that was given before its name. */
    public static final String MIXIN = "ledger";

    private static final String VARIABLE = "RUNLEDGER_URL";
    private static final String DEFAULT = "http://127.0.0.1:8080";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The ledger's HTTP address (default: " + VARIABLE + ", else " + DEFAULT + ").")
    private Optional<String> url = Optional.empty();

    /** @throws ClearFailure if the address is not one */
    public LedgerClient connect() {
        return new LedgerClient(url());
    }

    /** Where the ledger is, without a slash at the end. */
    public String url() {
        return named().orElseGet(() -> byDefault(System.getenv()));
    }

    /** Whether it was given right here, before or after the command's name. */
    public boolean isGiven() {
        return url.isPresent();
    }

    /** What the user named on the command line; empty if nothing. */
    public Optional<String> named() {
        return url.or(() -> Optional.ofNullable(command.root().mixins().get(MIXIN))
                        .map(CommandSpec::userObject)
                        .filter(LedgerOption.class::isInstance)
                        .flatMap(option -> ((LedgerOption) option).url))
                .map(LedgerOption::checked);
    }

    /** Where a ledger is that nobody named on the command line. */
    public static String byDefault(Map<String, String> environment) {
        String set = environment.getOrDefault(VARIABLE, "");
        return checked(set.isBlank() ? DEFAULT : set, VARIABLE);
    }

    /** A ledger's URL as requests are made of it, without a slash at its end. */
    public static String checked(String url) {
        return checked(url, "--url");
    }

    private static String checked(String url, String where) {
        String trimmed = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        try {
            URI uri = URI.create(trimmed);
            if (uri.getHost() != null && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return trimmed;
            }
        } catch (IllegalArgumentException e) {
            throw new ClearFailure(where + " is not a URL: " + url, e);
        }
        throw new ClearFailure(where + " must look like " + DEFAULT + ", not " + url);
    }
}
