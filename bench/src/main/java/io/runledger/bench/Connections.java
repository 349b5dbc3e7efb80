package io.runledger.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Several connections to a ledger, each of a client of its own. They are open before anything is measured. */
final class Connections implements AutoCloseable {
    private final List<Connection> all = new ArrayList<>();

    Connections(MeasuredLedger ledger, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Connection connection = new Connection(ledger.url());
            all.add(connection);
            connection.get("/health").expecting(200);
        }
    }

    /** Makes the client of a connection. */
    interface Clients {
        Load.Client of(Connection connection, int number);
    }

    List<Load.Client> clients(Clients clients) {
        List<Load.Client> made = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            made.add(clients.of(all.get(i), i));
        }
        return made;
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : all) {
            connection.close();
        }
    }
}
