package examples;

/** Where the ledger is; as {@code ./runledger up} says it when nothing is set. */
final class Environment {
    private Environment() {}

    static String bootstrap() {
        return text("RUNLEDGER_KAFKA_BOOTSTRAP", "127.0.0.1:9092");
    }

    /** The base URL of the registry's Confluent API. */
    static String registry() {
        return text("RUNLEDGER_REGISTRY_URL", "http://127.0.0.1:8081/apis/ccompat/v7");
    }

    static String text(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
