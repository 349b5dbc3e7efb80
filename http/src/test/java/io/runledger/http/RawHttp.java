package io.runledger.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP as bytes, for requests that no client would make. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 10_000;

    private RawHttp() {}

    /** Sends the text as it stands and gives what comes back until the server closes or the answer's body is complete. */
    static String exchange(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return answer(socket.getInputStream());
        }
    }

    /** What comes until the server closes or the body of the answer is complete. */
    static String answer(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        int end = -1;
        int length = 0;
        while (end < 0 || text.length() < end + length) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
            if (end < 0
                    && text.length() >= 4
                    && text.substring(text.length() - 4).equals("\r\n\r\n")) {
                end = text.length();
                length = contentLength(text.toString());
            }
        }
        return text.toString();
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return Integer.MAX_VALUE;
    }
}
