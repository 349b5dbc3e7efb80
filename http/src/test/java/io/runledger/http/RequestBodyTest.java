package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    private static final int LIMIT = 1000;

    private final TestServer server = new TestServer(
            config -> config.routes.post("/", ctx -> ctx.result(String.valueOf(RequestBody.json(ctx, LIMIT).length))));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws Exception {
        assertThat(post(bytes(LIMIT), "application/json").body()).isEqualTo("1000");
        assertThat(post(bytes(LIMIT + 1), "application/json").statusCode()).isEqualTo(413);
    }

    @Test
    void refusesADeclaredLengthWithoutReadingTheBody() throws Exception {
        String answer = RawHttp.exchange(
                server.port(),
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n{\"only\":\"the beginning");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("Connection: close", "\"limit\":1000");
    }

    @Test
    void refusesAChunkedBodyBeforeItsEnd() throws Exception {
        int length = Reception.GATHERED_BYTES + LIMIT; // the last chunk never comes

        String answer = RawHttp.exchange(
                server.port(),
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(length) + "\r\n"
                        + "a".repeat(length) + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("Connection: close");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "Application/JSON",
                "application/json; charset=utf8",
                "application/json ; Charset=\"Utf8\"; odata=verbose",
                "application/json;charset=\"ut\\f-8\"",
                "application/json;",
                "application/json; charset=us-ascii",
                "application/cloudevents+json"
            })
    void takesJson(String contentType) throws Exception {
        assertThat(post(bytes(1), contentType).statusCode()).isEqualTo(200);
    }

    @Test
    void takesNoBodyWithoutAContentType() throws Exception {
        HttpRequest request = server.request("/")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(3)))
                .build();
        HttpRequest empty =
                server.request("/").POST(HttpRequest.BodyPublishers.noBody()).build();

        assertThat(TestServer.send(request).statusCode()).isEqualTo(415);
        assertThat(TestServer.send(request).body()).contains("missing", "curl");
        assertThat(TestServer.send(empty).body()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json; charset=iso-8859-1",
                "application/json; charset=utf-16",
                "application/json; charset=none-such",
                "application/json; x",
                "json",
                "text/json+json"
            })
    void refusesOtherFormats(String contentType) throws Exception {
        assertThat(post(bytes(1), contentType).statusCode()).isEqualTo(415);
    }

    @Test
    void unpacksGzipUpToTheLimit() throws Exception {
        assertThat(packed(gzip(bytes(LIMIT)), "gzip").body()).isEqualTo("1000");
        assertThat(packed(gzip(bytes(LIMIT + 1)), "gzip").statusCode()).isEqualTo(413);
        assertThat(packed(gzip(bytes(900_000)), "gzip").statusCode()).isEqualTo(413);
    }

    @Test
    void refusesWhatIsNotGzipOrCutOff() throws Exception {
        byte[] whole = gzip("a body with some text in it".getBytes(StandardCharsets.UTF_8));

        assertThat(packed(bytes(50), "gzip").statusCode()).isEqualTo(400);
        assertThat(packed(Arrays.copyOf(whole, whole.length / 2), "gzip").statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesOtherEncodings() throws Exception {
        assertThat(packed(bytes(1), "br").statusCode()).isEqualTo(415);
        assertThat(packed(bytes(1), "gzip, gzip").statusCode()).isEqualTo(415);
        assertThat(packed(bytes(1), "deflate").statusCode()).isEqualTo(415);
        assertThat(packed(bytes(1), "identity").statusCode()).isEqualTo(200);
        assertThat(packed(bytes(1), "identity, Identity").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-gzip", "GZIP", "X-GZip", "gzip, identity", " gzip "})
    void unpacksGzipByItsOtherNames(String encoding) throws Exception {
        assertThat(packed(gzip(bytes(7)), encoding).body()).isEqualTo("7");
    }

    private HttpResponse<String> post(byte[] body, String contentType) throws IOException, InterruptedException {
        return TestServer.send(server.request("/")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private HttpResponse<String> packed(byte[] body, String encoding) throws IOException, InterruptedException {
        return TestServer.send(server.request("/")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) 'a');
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
