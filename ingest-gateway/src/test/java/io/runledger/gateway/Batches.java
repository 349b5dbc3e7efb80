package io.runledger.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/** Batches of events to send, and their answers. */
public final class Batches {
    private Batches() {}

    public static String event(String id, String run, String producer) {
        return "{\"event_id\":\"" + id + "\",\"event_type\":\"t.x\",\"run_id\":\"" + run + "\",\"producer\":\""
                + producer + "\",\"occurred_at\":\"2026-11-21T10:00:00Z\",\"payload\":{\"n\":[1,\"],}\\\"\\\\\"]}}";
    }

    public static String event(String id) {
        return event(id, "run-7", "p");
    }

    public static byte[] array(List<String> items) {
        return bytes("[" + String.join(",", items) + "]");
    }

    public static byte[] lines(List<String> items) {
        return bytes(String.join("\n", items));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static List<Integer> statuses(HttpResponse<String> response) throws Exception {
        return items(response).stream().map(item -> item.path("status").asInt()).toList();
    }

    public static List<JsonNode> items(HttpResponse<String> response) throws Exception {
        return StreamSupport.stream(DoorFixture.json(response).path("items").spliterator(), false)
                .toList();
    }
}
