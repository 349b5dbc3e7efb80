package io.runledger.http;

import io.runledger.core.process.Started;
import io.runledger.core.settings.Settings;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a service as a process of its own: starts it, or says in one line why it cannot start, and stops it on SIGTERM. */
public final class ServiceRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceRunner.class);

    private ServiceRunner() {}

    /** A service that consists of parts and listens on a port. */
    @FunctionalInterface
    public interface Service {
        /**
         * Starts it.
         *
         * @param started takes each part as soon as it is started; closed in reverse, also after a failure
         * @return the server that it listens with
         * @throws Exception why it cannot start
         */
        HttpServer start(Map<String, String> environment, ServerRules rules, Started started) throws Exception;
    }

    /** Exits with 1 if it cannot start. Returns once it listens: its threads keep the process alive. */
    public static void run(String name, Service service) {
        Map<String, String> environment = System.getenv();
        try {
            ServerRules rules = ServerRules.from(new Settings(environment));
            Started.whole(started -> {
                HttpServer server = service.start(environment, rules, started);
                rules.termination().onSignal(started);
                LOG.info("the {} listens, port={}", name, server.port());
                return started;
            });
        } catch (Exception e) {
            if (saysWhatToDo(e)) {
                LOG.error("the {} cannot start: {}", name, e.getMessage());
            } else {
                LOG.error("the {} cannot start", name, e);
            }
            System.exit(1);
        }
    }

    /** Our own failures, a setting that is wrong, and a Kafka that is away; of anything else its place in the code is needed. */
    private static boolean saysWhatToDo(Exception failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof KafkaException
                || failure.getClass().getName().startsWith("io.runledger.");
    }
}
