package io.runledger.schemas.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic that keeps the last record of each key, timed by the broker. It is made with the settings that its readers rest on,
 * and a topic with other settings is refused, with what to do.
 *
 * @param partitions as many as the log has, which is fixed for the life of a ledger
 * @param settings for a topic that is made, beside those that are required
 * @param variable the environment variable that names it
 */
public record CompactedTopic(
        String name, int partitions, short replication, Map<String, String> settings, String variable) {
    private static final Map<String, String> REQUIRED = new TreeMap<>(Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime"));

    /** Names the one topic whose partitions no setting tells. */
    private static final String FIXED_COUNT = "RUNLEDGER_SCHEMAS_TOPIC";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    public CompactedTopic {
        settings = Map.copyOf(settings);
    }

    /** Makes the topic if it is not there, else checks it. */
    public void ensure(Admin admin) throws LogTopicException {
        asking(() -> {
            Optional<TopicDescription> found = describe(admin);
            if (found.isEmpty()) {
                create(admin);
                found = awaited(admin);
            }
            check(
                    found.orElseThrow(() -> new LogTopicException("topic " + name + " was made but is not there yet")),
                    admin);
        });
    }

    /** Checks the topic, which has to be there. */
    public void check(Admin admin) throws LogTopicException {
        asking(() -> check(
                describe(admin).orElseThrow(() -> new LogTopicException("topic " + name + " is not there")), admin));
    }

    private interface Step {
        void run() throws LogTopicException, ExecutionException, InterruptedException, TimeoutException;
    }

    private void asking(Step step) throws LogTopicException {
        try {
            step.run();
        } catch (ExecutionException | TimeoutException e) {
            String reason = e.getMessage() == null
                    ? "Kafka did not answer within " + TIMEOUT.toSeconds() + " s"
                    : e.getMessage();
            throw new LogTopicException("cannot look at topic " + name + " on Kafka: " + reason);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogTopicException("interrupted while looking at topic " + name);
        }
    }

    /** The controller answers a creation before every broker has heard of it. */
    private Optional<TopicDescription> awaited(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        Optional<TopicDescription> found = describe(admin);
        while (found.isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(LOOK.toMillis());
            found = describe(admin);
        }
        return found;
    }

    private Optional<TopicDescription> describe(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return Optional.ofNullable(
                    get(admin.describeTopics(List.of(name)).allTopicNames()).get(name));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void create(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, String> configs = new TreeMap<>(settings);
        configs.putAll(REQUIRED);
        try {
            get(admin.createTopics(List.of(new NewTopic(name, partitions, replication).configs(configs)))
                    .all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e; // another process of ours may have been faster
            }
        }
    }

    private void check(TopicDescription found, Admin admin)
            throws LogTopicException, ExecutionException, InterruptedException, TimeoutException {
        int count = found.partitions().size();
        if (count != partitions) {
            throw new LogTopicException("topic " + name + " has " + count + " partitions, this ledger is set to "
                    + partitions + "; the count is fixed for the life of a ledger: " + remedy(count));
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config = Objects.requireNonNull(
                get(admin.describeConfigs(List.of(resource)).all()).get(resource));
        for (Map.Entry<String, String> setting : REQUIRED.entrySet()) {
            require(config, setting.getKey(), setting.getValue());
        }
    }

    private String remedy(int count) {
        return variable.equals(FIXED_COUNT)
                ? "restore the topic, or name another one with " + variable
                : "set RUNLEDGER_LOG_PARTITIONS=" + count + " if the topic was made with " + count
                        + ", else restore the topic";
    }

    private void require(Config config, String setting, String wanted) throws LogTopicException {
        ConfigEntry entry = config.get(setting);
        String found = entry == null ? "unknown" : entry.value();
        if (!wanted.equals(found)) {
            throw new LogTopicException(
                    "topic " + name + " has " + setting + "=" + found + ", the ledger needs " + wanted
                            + "; set it with kafka-configs --alter --entity-type topics --entity-name " + name
                            + " --add-config "
                            + setting + "=" + wanted + ", or name another topic with " + variable);
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
