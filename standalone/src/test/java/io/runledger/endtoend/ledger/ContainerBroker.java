package io.runledger.endtoend.ledger;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Kafka's own image. A container stands for the directory that an embedded broker would have: stopped, it keeps its records,
 * and its port, for whoever asks for that directory again. They go away with the process.
 */
final class ContainerBroker implements TestBroker {
    private static final int KAFKA_PORT = 9092;

    /** The script that runs Kafka in it does not hear the signal; what Kafka has written stays all the same. */
    private static final int STOP_SECONDS = 2;

    private static final Map<Path, ContainerBroker> BROKERS = new ConcurrentHashMap<>();

    private final KafkaContainer container;
    private boolean running = true;

    private ContainerBroker(KafkaContainer container) {
        this.container = container;
    }

    static ContainerBroker start(Path directory) throws Exception {
        ContainerBroker known = BROKERS.get(directory.toAbsolutePath());
        if (known != null) {
            known.startAgain();
            return known;
        }
        int port = TestLedger.freePort();
        KafkaContainer container = new KafkaContainer(Docker.KAFKA_IMAGE)
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withCreateContainerCmdModifier(
                        command -> Objects.requireNonNullElseGet(command.getHostConfig(), HostConfig::newHostConfig)
                                .withPortBindings(new PortBinding(
                                        Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(KAFKA_PORT))));
        container.start();
        ContainerBroker broker = new ContainerBroker(container);
        BROKERS.put(directory.toAbsolutePath(), broker);
        return broker;
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void stop() {
        if (running) {
            running = false;
            container
                    .getDockerClient()
                    .stopContainerCmd(container.getContainerId())
                    .withTimeout(STOP_SECONDS)
                    .exec();
        }
    }

    @Override
    public void startAgain() {
        if (!running) {
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
            running = true;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
