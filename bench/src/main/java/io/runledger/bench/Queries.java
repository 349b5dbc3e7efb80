package io.runledger.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What readers ask, each about many records in turn, so that no answer comes twice in a row. */
final class Queries {
    private static final int VARIANTS = 256;
    private static final int BIGGEST_PAGE = 1_000;

    /** @param paths one for each time it is asked */
    record Query(String what, List<String> paths) {}

    private final List<MadeEvent> known;
    private final SplittableRandom random;

    /** @param known events that are in the ledger */
    Queries(List<MadeEvent> known, long seed) {
        this.known = known;
        this.random = new SplittableRandom(seed);
    }

    List<Query> all() {
        return List.of(
                of("timeline page of 100", event -> "/events?run_id=" + event.runId() + "&limit=100"),
                of("one event by id", event -> "/runs/" + event.runId() + "/events/" + event.eventId()),
                new Query("artifacts by status", List.of("/artifacts?status=needs-review&limit=100")),
                of("type page over all runs", event -> "/events?event_type=" + event.eventType() + "&limit=100"),
                new Query(
                        "task audit",
                        known.stream()
                                .flatMap(event -> event.taskId().stream()
                                        .map(task -> "/runs/" + event.runId() + "/tasks/" + task + "/audit"))
                                .distinct()
                                .limit(VARIANTS)
                                .toList()));
    }

    private interface Path {
        String of(MadeEvent event);
    }

    private Query of(String what, Path path) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < VARIANTS; i++) {
            paths.add(path.of(known.get(random.nextInt(known.size()))));
        }
        return new Query(what, paths);
    }

    /** A page amid a run of many events, after so many of them. */
    static Query inside(Connection connection, String run, int before) throws IOException {
        String path = "/events?run_id=" + run + "&limit=";
        String cursor = "";
        for (int seen = 0; seen < before; seen += BIGGEST_PAGE) {
            String next = ReportJson.of(
                            connection.get(path + BIGGEST_PAGE + cursor).expecting(200))
                    .path("next")
                    .asText();
            if (next.isEmpty()) {
                throw new IOException("the long run has no more than " + seen + " events");
            }
            cursor = "&cursor=" + next;
        }
        return new Query("timeline page of 100 amid a long run", List.of(path + 100 + cursor));
    }
}
