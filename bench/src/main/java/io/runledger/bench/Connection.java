package io.runledger.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that is kept. The client works on the cores of the ledger it measures, so it does next to nothing:
 * one write, and a read of what comes. For one thread.
 */
final class Connection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final URI url;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** What the ledger said. */
    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, UTF_8);
        }

        /** @throws IOException if it has another status */
        Answer expecting(int wanted) throws IOException {
            if (status != wanted) {
                throw new IOException("the ledger answered with " + status + " instead of " + wanted + ": " + text());
            }
            return this;
        }
    }

    Connection(URI url) throws IOException {
        this.url = url;
        socket = new Socket(url.getHost(), url.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        out = socket.getOutputStream();
    }

    Answer get(String path) throws IOException {
        return exchange(request("GET", path, "", new byte[0]));
    }

    Answer post(String path, String type, byte[] body) throws IOException {
        return exchange(request("POST", path, "Content-Type: " + type + "\r\n", body));
    }

    /** A request as it goes over the wire, to be made before its time is taken. */
    byte[] request(String method, String path, String headers, byte[] body) {
        byte[] head = (method + " " + path + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n" + headers
                        + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    Answer exchange(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String small = header.toLowerCase(Locale.ROOT);
            if (small.startsWith("content-length:")) {
                length = Integer.parseInt(
                        small.substring("content-length:".length()).strip());
            } else if (small.startsWith("transfer-encoding:")) {
                chunked = small.contains("chunked");
            }
        }
        return new Answer(status, chunked ? chunks() : exactly(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(line().strip(), 16);
            body.writeBytes(exactly(length));
            if (!line().isEmpty()) {
                throw new IOException("a chunk of the answer is longer than it says");
            }
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the ledger closed the connection amid its answer");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the ledger closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
