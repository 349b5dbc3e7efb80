package io.runledger.schemas.catalog;

/** What the Confluent API answers instead of a result: its own code, of which the first three digits are the HTTP status. */
public final class RegistryProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    RegistryProblem(int code, String message) {
        super(message);
        this.code = code;
    }

    static RegistryProblem noSubject(String subject) {
        return new RegistryProblem(40401, "Subject '" + subject + "' not found.");
    }

    static RegistryProblem noVersion(String version) {
        return new RegistryProblem(40402, "Version " + version + " not found.");
    }

    static RegistryProblem noSchema() {
        return new RegistryProblem(40403, "Schema not found");
    }

    static RegistryProblem invalidSchema(String why) {
        return new RegistryProblem(42201, "Invalid schema: " + why);
    }

    static RegistryProblem invalidVersion(String version) {
        return new RegistryProblem(
                42202,
                "The specified version '" + version + "' is not a valid version id. Allowed values are from 1 to"
                        + " 2147483647, -1 and the string \"latest\"");
    }

    public int code() {
        return code;
    }

    public int status() {
        return code > 999 ? code / 100 : code;
    }
}
