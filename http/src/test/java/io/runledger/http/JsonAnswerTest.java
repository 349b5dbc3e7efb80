package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JsonAnswerTest {
    private final TestServer server = new TestServer(config -> {
        config.routes.get("/small", ctx -> JsonAnswer.send(ctx, 201, out -> list(out, 1)));
        config.routes.get("/large", ctx -> JsonAnswer.send(ctx, 200, out -> list(out, 50_000)));
        config.routes.get(
                "/fails-early",
                ctx -> JsonAnswer.send(ctx, 200, out -> {
                    list(out, 100);
                    throw ProblemException.conflict("changed its mind");
                }));
        config.routes.get(
                "/fails-late",
                ctx -> JsonAnswer.send(ctx, 200, out -> {
                    out.writeStartObject();
                    out.writeFieldName("items");
                    list(out, 50_000);
                    throw new IOException("the store went away");
                }));
    });

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void writesJsonInUtf8() throws Exception {
        HttpResponse<String> response = server.get("/small");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(TestServer.header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(response.body()).isEqualTo("[\"été 0\"]");
    }

    @Test
    void packsWhatIsLargeForClientsThatAskForIt() throws Exception {
        HttpRequest.Builder large = server.request("/large");
        HttpResponse<byte[]> plain = TestServer.bytes(large.build());
        HttpResponse<byte[]> packed =
                TestServer.bytes(large.header("Accept-Encoding", "gzip").build());
        HttpResponse<byte[]> small = TestServer.bytes(
                server.request("/small").header("Accept-Encoding", "gzip").build());

        assertThat(TestServer.header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(packed.body().length).isLessThan(plain.body().length / 4);
        assertThat(TestServer.header(plain, "Content-Encoding")).isEmpty();
        assertThat(TestServer.header(small, "Content-Encoding")).isEmpty();
    }

    @Test
    void answersWithTheProblemWhenTheBodyFailsEarly() throws Exception {
        HttpResponse<String> response = server.get("/fails-early");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(TestServer.json(response).path("detail").asText()).isEqualTo("changed its mind");
    }

    @Test
    void neverLetsABrokenAnswerLookWhole() throws Exception {
        String body;
        try {
            body = server.get("/fails-late").body();
        } catch (IOException e) {
            return; // the connection broke off, which says it too
        }

        assertThat(isJson(body)).isFalse();
    }

    private static boolean isJson(String text) {
        try {
            new ObjectMapper().readTree(text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void list(JsonGenerator out, int items) throws IOException {
        out.writeStartArray();
        for (int i = 0; i < items; i++) {
            out.writeString("été " + i);
        }
        out.writeEndArray();
    }
}
