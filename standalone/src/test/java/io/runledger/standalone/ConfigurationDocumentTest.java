package io.runledger.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.access.AccessConfig;
import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.review.FourEyes;
import io.runledger.core.settings.Setting;
import io.runledger.gateway.GatewayConfig;
import io.runledger.http.Access;
import io.runledger.http.ServerRules;
import io.runledger.query.QueryConfig;
import io.runledger.streams.guard.GuardConfig;
import io.runledger.streams.guard.GuardServer;
import io.runledger.streams.views.serve.ViewsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference of the settings says what the code does. */
final class ConfigurationDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final int WITH_DEFAULT = 5;

    @Test
    void listsEverySettingWithItsDefaultAndNoOther() throws IOException {
        List<String> rows = Stream.of(
                        LedgerSettings.SETTINGS,
                        Access.SETTINGS,
                        FourEyes.SETTINGS,
                        AccessConfig.SETTINGS,
                        ServerRules.SETTINGS,
                        GatewayConfig.SETTINGS,
                        ViewsConfig.SETTINGS,
                        GuardConfig.SETTINGS,
                        GuardServer.SETTINGS,
                        QueryConfig.SETTINGS)
                .flatMap(List::stream)
                .map(ConfigurationDocumentTest::row)
                .toList();

        List<String> documented = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `RUNLEDGER_"))
                .filter(line -> line.split("\\|", -1).length == WITH_DEFAULT)
                .toList();

        assertThat(documented).containsExactlyElementsOf(rows);
    }

    private static String row(Setting setting) {
        String value = setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`";
        return "| `" + setting.name() + "` | " + value + " | " + setting.doc() + " |";
    }
}
