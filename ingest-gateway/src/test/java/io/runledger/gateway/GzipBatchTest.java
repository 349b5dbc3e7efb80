package io.runledger.gateway;

import static io.runledger.gateway.Batches.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Batches of several gzip members, as they may come over a connection: whole, cut, empty, repeated, with garbage behind, in any pieces. */
class GzipBatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static @Nullable DoorFixture shared;
    private static int trials;

    @BeforeContainer
    static void start() {
        shared = new DoorFixture(true);
    }

    @AfterContainer
    static void stop() {
        door().close();
    }

    private static DoorFixture door() {
        return Objects.requireNonNull(shared);
    }

    @Example
    void takesTenMembersThatComeWithPauses() throws Exception {
        List<byte[]> pieces = members(ids(10));

        Answer answer = post("gzip", pieces, 50);

        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.json.path("accepted").asInt()).isEqualTo(10);
    }

    @Example
    void takesTenMembersThatComeByteByByte() throws Exception {
        List<byte[]> pieces = cut(joined(members(ids(10))), 1);

        Answer answer = post("x-gzip", pieces, 0);

        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.json.path("accepted").asInt()).isEqualTo(10);
    }

    @Example
    void takesNothingOutOfTenThousandEmptyMembers() throws Exception {
        byte[] empty = gzip("");
        byte[] packed = joined(Collections.nCopies(10_000, empty));

        Answer lines = post("gzip", List.of(packed), 0);

        assertThat(lines.status).isEqualTo(200);
        assertThat(lines.json.path("accepted").asInt(-1)).isZero();
        assertThat(single(joined(Collections.nCopies(100, empty))).statusCode()).isEqualTo(400); // no record in it
    }

    @Example
    void refusesASingleRecordThatBreaksOffOrHasGarbageBehindIt() throws Exception {
        byte[] good = gzip(Batches.event("single"));

        assertThat(single(Arrays.copyOf(good, good.length - 3)).statusCode()).isEqualTo(400);
        assertThat(single(joined(List.of(good, bytes("x")))).statusCode()).isEqualTo(400);
        assertThat(single(joined(List.of(gzip(""), good, gzip("\n")))).statusCode())
                .isEqualTo(201);
    }

    /** A 2xx answers for everything; and whatever the answer, what is accepted is what was appended. */
    @Property(tries = 300)
    void losesNothingSilently(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        int sent = 1 + random.nextInt(12);
        List<byte[]> members = members(ids(sent));
        boolean broken = false;
        for (int i = random.nextInt(4); i > 0; i--) {
            members.add(random.nextInt(members.size() + 1), gzip(random.nextBoolean() ? "" : "\n"));
        }
        byte[] packed = joined(members);
        switch (random.nextInt(5)) {
            case 0 -> {
                packed = Arrays.copyOf(packed, packed.length - 1 - random.nextInt(7)); // inside the last member
                broken = true;
            }
            case 1 -> {
                byte[] garbage = new byte[1 + random.nextInt(30)];
                random.nextBytes(garbage);
                packed = joined(List.of(packed, garbage));
                broken = true;
            }
            case 2 -> {
                packed = packed.clone();
                packed[packed.length - 1 - random.nextInt(8)] ^= 0x55; // a checksum or a length
                broken = true;
            }
            default -> {
                // whole
            }
        }
        door().producer.clear();

        Answer answer = post("gzip", cut(packed, 1 + random.nextInt(packed.length)), random.nextInt(3));

        int accepted = answer.json.path("accepted").asInt();
        assertThat(accepted).isEqualTo(door().sent().size());
        if (broken) {
            assertThat(answer.status).isEqualTo(400);
        } else {
            assertThat(answer.status).isEqualTo(200);
            assertThat(accepted + answer.json.path("refused").asInt()).isEqualTo(sent);
        }
    }

    private static List<String> ids(int count) {
        int trial = trials++;
        return IntStream.range(0, count).mapToObj(i -> "e-" + trial + "-" + i).toList();
    }

    private static List<byte[]> members(List<String> ids) throws IOException {
        List<byte[]> members = new java.util.ArrayList<>();
        for (String id : ids) {
            members.add(gzip(Batches.event(id) + "\n"));
        }
        return members;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes(text));
        }
        return packed.toByteArray();
    }

    private static byte[] joined(List<byte[]> parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }

    private static List<byte[]> cut(byte[] bytes, int length) {
        return IntStream.iterate(0, at -> at < bytes.length, at -> at + length)
                .mapToObj(at -> Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length)))
                .toList();
    }

    private record Answer(int status, JsonNode json) {}

    private static java.net.http.HttpResponse<String> single(byte[] packed) throws Exception {
        return door().post("/events", packed, "Content-Type", "application/json", "Content-Encoding", "gzip");
    }

    /** Each piece in a chunk and a packet of its own. */
    private static Answer post(String encoding, List<byte[]> pieces, int pauseMillis) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door().port())) {
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            out.write(bytes("POST /events/batch HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/x-ndjson\r\nContent-Encoding: " + encoding
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n"));
            for (byte[] piece : pieces) {
                out.write(joined(List.of(bytes(Integer.toHexString(piece.length) + "\r\n"), piece, bytes("\r\n"))));
                out.flush();
                if (pauseMillis > 0) {
                    Thread.sleep(pauseMillis);
                }
            }
            out.write(bytes("0\r\n\r\n"));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int head = answer.indexOf("\r\n\r\n") + 4;
            boolean chunked = answer.substring(0, head).contains("Transfer-Encoding: chunked");
            String body = answer.substring(head);
            return new Answer(
                    Integer.parseInt(answer.substring(9, 12)), JSON.readTree(chunked ? unchunked(body) : body));
        }
    }

    private static String unchunked(String body) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (true) {
            int line = body.indexOf("\r\n", at);
            int length = Integer.parseInt(body.substring(at, line), 16);
            if (length == 0) {
                return text.toString();
            }
            text.append(body, line + 2, line + 2 + length);
            at = line + 2 + length + 2;
        }
    }
}
