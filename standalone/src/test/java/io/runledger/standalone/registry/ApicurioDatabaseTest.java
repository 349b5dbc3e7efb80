package io.runledger.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.schemas.catalog.CatalogEntry;
import io.runledger.schemas.catalog.LedgerRegistry;
import io.runledger.standalone.terminal.ClearFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables as Apicurio 3.0.9 creates them, as far as they are read. */
final class ApicurioDatabaseTest {
    private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"Kept\",\"fields\":[]}";
    private static final String ORPHAN = "{\"type\":\"record\",\"name\":\"Orphan\",\"fields\":[]}";

    @TempDir
    private Path directory = Path.of("");

    private void write() throws Exception {
        try (Connection database =
                        DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("schemas"), "sa", "sa");
                Statement statement = database.createStatement()) {
            statement.execute(
                    "CREATE TABLE content (contentId BIGINT NOT NULL, canonicalHash VARCHAR(64) NOT NULL,"
                            + " contentHash VARCHAR(64) NOT NULL, contentType VARCHAR(64) NOT NULL, content BYTEA NOT NULL, refs TEXT)");
            statement.execute(
                    "CREATE TABLE versions (globalId BIGINT NOT NULL, groupId VARCHAR(512) NOT NULL, artifactId"
                            + " VARCHAR(512) NOT NULL, version VARCHAR(256), versionOrder INT NOT NULL, state VARCHAR(64) NOT NULL,"
                            + " contentId BIGINT NOT NULL)");
            statement.execute("CREATE TABLE global_rules (type VARCHAR(32) NOT NULL, configuration TEXT NOT NULL)");
            statement.execute(
                    "CREATE TABLE artifact_rules (groupId VARCHAR(512) NOT NULL, artifactId VARCHAR(512) NOT NULL,"
                            + " type VARCHAR(32) NOT NULL, configuration VARCHAR(1024) NOT NULL)");
            statement.execute("INSERT INTO versions VALUES (3, 'g', 'kept', '1', 1, 'ENABLED', 12)");
            statement.execute("INSERT INTO global_rules VALUES ('COMPATIBILITY', 'FULL_TRANSITIVE')");
            statement.execute("INSERT INTO artifact_rules VALUES ('g', 'kept', 'COMPATIBILITY', 'NONE')");
            try (PreparedStatement content =
                    database.prepareStatement("INSERT INTO content VALUES (?, '', '', 'application/json', ?, NULL)")) {
                content.setInt(1, 7);
                content.setBytes(2, ORPHAN.getBytes(StandardCharsets.UTF_8));
                content.execute();
                content.setInt(1, 12);
                content.setBytes(2, SCHEMA.getBytes(StandardCharsets.UTF_8));
                content.execute();
            }
        }
    }

    @Test
    void givesEverySchemaItsIdAlsoWhereItsSubjectIsGone() throws Exception {
        write();
        long size = Files.size(directory.resolve("schemas.mv.db"));
        LedgerRegistry registry = new LedgerRegistry(new MemoryTopic());

        registry.takeOver(new ApicurioDatabase(directory).entries());

        assertThat(registry.text(7)).isEqualTo(ORPHAN);
        assertThat(registry.text(12)).isEqualTo(SCHEMA);
        assertThat(registry.subjects(false)).containsExactly("kept");
        assertThat(registry.register("kept", SCHEMA)).isEqualTo(new CatalogEntry.OfVersion("kept", 1, 12, false));
        assertThat(registry.ownRule("kept").name()).isEqualTo("NONE");
        assertThat(registry.register("new", "\"string\"").id()).isEqualTo(13);
        assertThat(Files.size(directory.resolve("schemas.mv.db"))).isEqualTo(size);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("schemas.mv.db"));
        }
    }

    @Test
    void saysWhatToDoWhereItIsDamaged() throws Exception {
        Files.writeString(directory.resolve("schemas.mv.db"), "half a database");

        assertThatThrownBy(() -> new ApicurioDatabase(directory).entries())
                .isInstanceOf(ClearFailure.class)
                .hasMessageContainingAll("schemas.mv.db", "backup");
    }

    @Test
    void hasNothingWhereThereIsNone() {
        assertThat(new ApicurioDatabase(directory.resolve("registry")).isThere())
                .isFalse();
    }
}
