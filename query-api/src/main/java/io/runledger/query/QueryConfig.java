package io.runledger.query;

import io.runledger.access.AccessConfig;
import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.review.FourEyes;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.Settings;
import io.runledger.http.Access;
import io.runledger.query.tail.TailLimits;
import io.runledger.streams.views.serve.ViewsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The settings of a query node. */
public record QueryConfig(
        ViewsConfig views,
        AccessConfig access,
        String host,
        int port,
        TailLimits tails,
        Duration silence,
        boolean fourEyes) {
    private static final Setting HOST = new Setting("RUNLEDGER_HOST", "127.0.0.1", "Address to listen on");
    private static final Setting PORT = new Setting("RUNLEDGER_QUERY_PORT", "8082", "Port of a query node; 0 for any");
    private static final Setting MAX_TAILS = new Setting(
            "RUNLEDGER_MAX_TAILS",
            "64",
            "Most readers that follow events at once, long polls among them; more are answered with 429");
    private static final Setting TAIL_HEARTBEAT = new Setting(
            "RUNLEDGER_TAIL_HEARTBEAT",
            "15s",
            "How long a stream of events may be silent; a heartbeat also shows who went away");
    private static final Setting TAIL_PATIENCE = new Setting(
            "RUNLEDGER_TAIL_PATIENCE",
            "10s",
            "How long a reader of such a stream may take no bytes until it is cut off");

    private static final Setting RUN_SILENCE = new Setting(
            "RUNLEDGER_RUN_SILENCE",
            "15m",
            "How long nothing may come of a run that was started and not finished until it is shown as stalled; 0s for"
                    + " never");

    /** In the order in which they are documented; those of {@code LedgerConfig} and {@link ViewsConfig} come before. */
    public static final List<Setting> SETTINGS =
            List.of(HOST, PORT, MAX_TAILS, TAIL_HEARTBEAT, TAIL_PATIENCE, RUN_SILENCE);

    private static final int MOST_TAILS = 10_000;

    public static QueryConfig from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        return new QueryConfig(
                ViewsConfig.from(LedgerSettings.from(settings), settings),
                AccessConfig.from(settings),
                Access.checked(settings.text(HOST), settings),
                settings.number(PORT, 0, 65_535),
                tails(settings),
                silence(settings),
                fourEyes(settings));
    }

    /** For a process that is more than a query node. */
    public static TailLimits tails(Settings settings) {
        return new TailLimits(
                settings.number(MAX_TAILS, 1, MOST_TAILS),
                settings.duration(TAIL_HEARTBEAT),
                settings.duration(TAIL_PATIENCE));
    }

    /** For a process that is more than a query node. */
    public static Duration silence(Settings settings) {
        return settings.duration(RUN_SILENCE);
    }

    /** For a process that is more than a query node. */
    public static boolean fourEyes(Settings settings) {
        return FourEyes.isRule(settings, Access.isRequired(settings));
    }
}
