package io.runledger.standalone.registry;

import io.runledger.schemas.catalog.CatalogEntry;
import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The database of the registry that {@code up} ran beside the ledger in its first versions (Apicurio 3.0.9 on H2): what was in
 * it is taken over once, under the same ids, for the records of the log name them. It is never written.
 */
final class ApicurioDatabase {
    private static final String NAME = "schemas";
    private static final String SUFFIX = ".mv.db";
    private static final String COPY = "taking-over";

    private final Path directory;

    /** @param directory may be missing, or hold no database */
    ApicurioDatabase(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    boolean isThere() {
        return Files.exists(file());
    }

    private Path file() {
        return directory.resolve(NAME + SUFFIX);
    }

    /** Every schema with its id, also those whose subject was deleted; then the versions of subjects, then the rules. */
    List<CatalogEntry> entries() {
        Path copy = directory.resolve(COPY + SUFFIX);
        try {
            // A copy: what was killed is recovered when it is opened, and that writes.
            Files.copy(file(), copy, StandardCopyOption.REPLACE_EXISTING);
            try (Connection database = DriverManager.getConnection(
                    "jdbc:h2:file:" + directory.resolve(COPY) + ";IFEXISTS=TRUE", "sa", "sa")) {
                return entries(database);
            } finally {
                Files.deleteIfExists(copy);
                Files.deleteIfExists(directory.resolve(COPY + ".trace.db"));
            }
        } catch (SQLException | IOException e) {
            throw new ClearFailure(
                    "The schemas that an earlier version kept in " + file() + " cannot be read (" + e.getMessage()
                            + "): put the file of a backup in its place. Without it the records of the log cannot be read.",
                    e);
        }
    }

    private static List<CatalogEntry> entries(Connection database) throws SQLException {
        List<CatalogEntry> entries = new ArrayList<>();
        Set<String> tables = Set.of("content", "versions", "artifact_rules", "global_rules");
        try (Statement statement = database.createStatement()) {
            if (count(statement, tables) < tables.size()) {
                return entries; // it was ended while it created them, so nobody registered anything
            }
            try (ResultSet row = statement.executeQuery("SELECT contentId, content FROM content ORDER BY contentId")) {
                while (row.next()) {
                    entries.add(
                            new CatalogEntry.OfId(row.getInt(1), new String(row.getBytes(2), StandardCharsets.UTF_8)));
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT artifactId, versionOrder, contentId, state FROM versions ORDER BY globalId")) {
                while (row.next()) {
                    entries.add(new CatalogEntry.OfVersion(
                            row.getString(1),
                            row.getInt(2),
                            row.getInt(3),
                            row.getString(4).equals("DISABLED")));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT '', configuration FROM global_rules WHERE type ="
                    + " 'COMPATIBILITY' UNION ALL SELECT artifactId, configuration FROM artifact_rules WHERE type ="
                    + " 'COMPATIBILITY'")) {
                while (row.next()) {
                    entries.add(new CatalogEntry.OfRule(row.getString(1), row.getString(2)));
                }
            }
        }
        return entries;
    }

    private static int count(Statement statement, Set<String> tables) throws SQLException {
        int found = 0;
        try (ResultSet row = statement.executeQuery("SELECT LOWER(TABLE_NAME) FROM INFORMATION_SCHEMA.TABLES")) {
            while (row.next()) {
                found += tables.contains(row.getString(1)) ? 1 : 0;
            }
        }
        return found;
    }
}
