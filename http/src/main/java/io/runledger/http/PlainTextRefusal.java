package io.runledger.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Tells who speaks plain HTTP to a port of HTTPS so, and hangs up. Nothing of the request is read as one. */
final class PlainTextRefusal extends AbstractConnectionFactory {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int READ_BYTES = 4 * 1024;
    private static final int MOST_READS = 64;

    PlainTextRefusal() {
        super("plain-text");
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return new Refusing(connector, endPoint);
    }

    private static byte[] answer() {
        byte[] body = new ProblemDetails(
                        400,
                        "plain-http",
                        "This port speaks HTTPS only",
                        "the request came as plain HTTP: ask for https:// in place of http://")
                .json();
        byte[] head = ("HTTP/1.1 400 Bad Request\r\nContent-Type: " + ProblemDetails.MEDIA_TYPE
                        + "\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }

    private static final class Refusing extends AbstractConnection implements Connection.UpgradeTo {
        private int reads;

        Refusing(Connector connector, EndPoint endPoint) {
            super(endPoint, connector.getExecutor());
        }

        @Override
        public void onUpgradeTo(ByteBuffer begun) {
            BufferUtil.clear(begun);
        }

        @Override
        public void onOpen() {
            super.onOpen();
            getEndPoint().setIdleTimeout(PATIENCE.toMillis());
            getEndPoint().write(Callback.from(this::sent, failure -> close()), ByteBuffer.wrap(answer()));
        }

        /** To close at once, with bytes that were not read, would be a reset, and the answer might never be seen. */
        private void sent() {
            getEndPoint().shutdownOutput();
            fillInterested();
        }

        @Override
        public void onFillable() {
            ByteBuffer dropped = BufferUtil.allocate(READ_BYTES);
            try {
                int read = 1;
                while (read > 0 && ++reads < MOST_READS) {
                    BufferUtil.clear(dropped);
                    read = getEndPoint().fill(dropped);
                }
                if (read == 0) {
                    fillInterested();
                } else {
                    close();
                }
            } catch (IOException e) {
                close();
            }
        }
    }
}
