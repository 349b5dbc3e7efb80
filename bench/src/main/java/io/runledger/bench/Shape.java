package io.runledger.bench;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** What events of one type look like: names, nesting and sizes as dbt's structured log and agents' step logs have them. */
record Shape(String producer, String eventType, boolean ofTask, int leastWords, int mostWords) {
    private static final String DBT = "dbt-core";
    private static final String AGENT = "agent";

    /** Each as often as the others; payloads of 150 to 1,100 bytes, 450 on the average. */
    static final List<Shape> ALL = List.of(
            new Shape(DBT, "dbt.NodeStart", true, 4, 12),
            new Shape(DBT, "dbt.NodeFinished", true, 4, 30),
            new Shape(DBT, "dbt.SQLQuery", true, 30, 120),
            new Shape(DBT, "dbt.SQLQueryStatus", true, 2, 4),
            new Shape(DBT, "dbt.ConnectionUsed", false, 2, 6),
            new Shape(DBT, "dbt.Formatting", false, 1, 3),
            new Shape(AGENT, "agent.StepStarted", true, 6, 20),
            new Shape(AGENT, "agent.ObservationMade", true, 20, 110),
            new Shape(AGENT, "agent.PlanChanged", false, 15, 60));

    private static final List<String> WORDS = List.of(
            "select",
            "from",
            "where",
            "customer",
            "orders",
            "amount",
            "status",
            "joined",
            "left",
            "group",
            "by",
            "sum",
            "count",
            "payment",
            "method",
            "table",
            "view",
            "staging",
            "model",
            "created",
            "relation",
            "schema",
            "public",
            "incremental",
            "snapshot",
            "test",
            "passed",
            "not",
            "null",
            "unique",
            "accepted",
            "values",
            "the",
            "report",
            "reads",
            "page",
            "section",
            "compare",
            "totals",
            "quarter",
            "region",
            "found",
            "rows",
            "missing",
            "retry",
            "next",
            "step",
            "file",
            "source",
            "row",
            "2024",
            "first",
            "last",
            "name",
            "order",
            "date",
            "shipped");

    /** Canonical JSON: members sorted, no blanks, whole numbers, nothing to escape. */
    String payload(SplittableRandom random, String about, Instant at) {
        String name = eventType.substring(eventType.indexOf('.') + 1);
        return "{\"data\":{\"about\":\"" + about + "\",\"attempt\":" + (1 + random.nextInt(3)) + ",\"elapsed_ms\":"
                + random.nextInt(90_000) + ",\"text\":\"" + words(random) + "\"},\"info\":{\"code\":\"Q"
                + (100 + random.nextInt(900)) + "\",\"level\":\"" + (random.nextInt(10) == 0 ? "info" : "debug")
                + "\",\"name\":\"" + name + "\",\"pid\":" + (200 + random.nextInt(800)) + ",\"thread\":\"Thread-"
                + (1 + random.nextInt(8)) + " (worker)\",\"ts\":\"" + at + "\"}}";
    }

    private String words(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int count = leastWords + random.nextInt(mostWords - leastWords + 1);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }
}
