package io.runledger.query;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.settings.Setting;
import io.runledger.schemas.settings.Settings;
import io.runledger.streams.views.ViewsConfig;
import java.util.List;
import java.util.Map;

/** The settings of a query node. */
public record QueryConfig(ViewsConfig views, String host, int port) {
    private static final Setting HOST = new Setting("RUNLEDGER_HOST", "127.0.0.1", "Address to listen on");
    private static final Setting PORT = new Setting("RUNLEDGER_QUERY_PORT", "8082", "Port of a query node; 0 for any");

    /** In the order in which they are documented; those of {@link LedgerConfig} and {@link ViewsConfig} come before. */
    public static final List<Setting> SETTINGS = List.of(HOST, PORT);

    public static QueryConfig from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        return new QueryConfig(
                ViewsConfig.from(LedgerConfig.from(settings), settings),
                settings.text(HOST),
                settings.number(PORT, 0, 65_535));
    }
}
