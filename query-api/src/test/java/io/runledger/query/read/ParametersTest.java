package io.runledger.query.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.JavalinConfig;
import io.runledger.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ParametersTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server =
            HttpServer.start("127.0.0.1", 0, List.<Consumer<JavalinConfig>>of(ParametersTest::echo));

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void haveDefaults() throws Exception {
        assertThat(get("").body()).isEqualTo("- - asc 100");
    }

    @Test
    void areRead() throws Exception {
        String query = "run_id=a%2Bb/c&since=2026-11-21T11:00:00.5%2B01:00&order=desc&limit=1000";

        assertThat(get(query).body()).isEqualTo("a+b/c 2026-11-21T10:00:00.500Z desc 1000");
    }

    /** A query's plus is read as a space, which is in no id: there would be nothing, without a word. */
    @ParameterizedTest
    @ValueSource(strings = {"run_id=a+b", "run_id=a%20b", "run_id=+a", "run_id=a%09", "run_id=a%C2%A0b+"})
    void idsWithSpacesAreRefused(String query) throws Exception {
        HttpResponse<String> refused = get(query);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("run_id has a space").contains("%2B");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour=red | there is no parameter colour here; there are: cursor, limit, order, run_id, since,",
                "run_id=a&run_id=b | the parameter run_id appears twice; give it once",
                "run_id= | the parameter run_id is empty; give a value or leave it out",
                "since= | the parameter since is empty; give a value or leave it out",
                "limit= | limit must be a whole number from 1 to 1000",
                "limit=ten | limit must be a whole number from 1 to 1000",
                "limit=1.5 | limit must be a whole number from 1 to 1000",
                "limit=99999999999 | limit must be a whole number from 1 to 1000",
                "limit=0 | limit must be from 1 to 1000; follow next for more",
                "limit=-1 | limit must be from 1 to 1000; follow next for more",
                "limit=1001 | limit must be from 1 to 1000; follow next for more",
                "order=up | order must be asc or desc",
                "order= | order must be asc or desc",
                "since=yesterday | since must be an RFC 3339 time",
                "since=2026-11-21 | since must be an RFC 3339 time",
                "since=2026-11-21T10:00:00 | since must be an RFC 3339 time",
                "since=2026-11-21T10:00:00+01:00 | (a + in it is written %2B)",
                "since=2026-02-30T10:00:00Z | since must be an RFC 3339 time",
            })
    void thatCannotBeMeantAreRefused(String query, String because) throws Exception {
        HttpResponse<String> answer = get(query);

        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(problem.path("type").asText()).isEqualTo("urn:runledger:problem:malformed");
        assertThat(problem.path("detail").asText()).contains(because);
    }

    /** What no description tells of cannot be read by mistake. */
    @Test
    void thatTheRouteDoesNotTakeCannotBeRead() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/undeclared");
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(500);
    }

    private static void echo(JavalinConfig config) {
        config.routes.get(
                "/undeclared",
                ctx -> ctx.result(new Parameters(ctx, Route.PACKAGES)
                        .text(Parameter.TASK_ID)
                        .orElse("-")));
        config.routes.get("/", ctx -> {
            Parameters parameters = new Parameters(ctx, Route.PACKAGES);
            ctx.result(parameters.text(Parameter.RUN_ID).orElse("-")
                    + " "
                    + parameters.time(Parameter.SINCE).map(Object::toString).orElse("-")
                    + " " + (parameters.descending(false) ? "desc" : "asc")
                    + " " + parameters.limit());
        });
    }

    private HttpResponse<String> get(String query) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/?" + query);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
