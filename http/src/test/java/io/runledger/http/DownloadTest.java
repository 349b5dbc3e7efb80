package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DownloadTest {
    private static final int LARGE = 1 << 20;

    private final TestServer server = new TestServer(config -> {
        config.routes.get("/file", ctx -> Download.send(ctx, "application/zip", "a.zip", out -> write(LARGE, out)));
        config.routes.get(
                "/fails-early",
                ctx -> Download.send(ctx, "application/zip", "a.zip", out -> {
                    write(100, out);
                    throw ProblemException.conflict("changed its mind");
                }));
        config.routes.get(
                "/fails-late",
                ctx -> Download.send(ctx, "application/zip", "a.zip", out -> {
                    write(LARGE, out);
                    throw new IOException("the store went away");
                }));
    });

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsAFileAsItIs() throws Exception {
        HttpResponse<byte[]> response = TestServer.bytes(
                server.request("/file").header("Accept-Encoding", "gzip").build());

        assertThat(response.body()).hasSize(LARGE);
        assertThat(TestServer.header(response, "Content-Type")).isEqualTo("application/zip");
        assertThat(TestServer.header(response, "Content-Encoding")).isEmpty();
        assertThat(TestServer.header(response, "Content-Disposition")).isEqualTo("attachment; filename=\"a.zip\"");
    }

    @Test
    void answersWithTheProblemWhenItFailsBeforeAnythingWasSent() throws Exception {
        HttpResponse<String> response = server.get("/fails-early");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(TestServer.json(response).path("detail").asText()).isEqualTo("changed its mind");
    }

    @Test
    void endsTheConnectionWhenItBreaksOff() {
        assertThatThrownBy(() -> server.get("/fails-late")).isInstanceOf(IOException.class);
    }

    private static void write(int bytes, OutputStream out) throws IOException {
        out.write(new byte[bytes]);
    }
}
