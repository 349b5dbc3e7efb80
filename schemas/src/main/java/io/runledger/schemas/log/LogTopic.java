package io.runledger.schemas.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * The one topic that is the record. It is made with the settings that the ledger's rules rest on, and a topic with other
 * settings is refused: with another partition count runs would be looked for in the wrong place, and without compaction by
 * key or the broker's own time, replay would give other views.
 *
 * @param partitions fixed for the life of a ledger
 * @param minCompactionLag how long the broker keeps every record as it came, at least; healing needs the time
 */
public record LogTopic(String name, int partitions, short replication, Duration minCompactionLag) {
    public static final String DEFAULT_NAME = "runledger.log";

    /** Largest record, in bytes: a body of the default limit, its frame, and room to grow. */
    public static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** Makes the topic if it is not there, else checks it. */
    public void ensure(Admin admin) throws LogTopicException {
        try {
            Optional<TopicDescription> found = describe(admin);
            if (found.isEmpty()) {
                create(admin);
                found = awaited(admin);
            }
            check(
                    found.orElseThrow(() -> new LogTopicException("topic " + name + " was made but is not there yet")),
                    admin);
        } catch (ExecutionException | TimeoutException e) {
            throw new LogTopicException("cannot look at topic " + name + " on Kafka: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogTopicException("interrupted while looking at topic " + name);
        }
    }

    /** Checks the topic, which has to be there. */
    public void check(Admin admin) throws LogTopicException {
        try {
            check(describe(admin).orElseThrow(() -> new LogTopicException("topic " + name + " is not there")), admin);
        } catch (ExecutionException | TimeoutException e) {
            throw new LogTopicException("cannot look at topic " + name + " on Kafka: " + e.getMessage());
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
        NewTopic topic = new NewTopic(name, partitions, replication)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime",
                        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                        String.valueOf(minCompactionLag.toMillis()),
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        "0.8",
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        String.valueOf(Duration.ofDays(7).toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        String.valueOf(MAX_RECORD_BYTES),
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        "producer"));
        try {
            get(admin.createTopics(List.of(topic)).all());
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
            throw new LogTopicException(
                    "topic " + name + " has " + count + " partitions, this ledger is set to " + partitions
                            + "; the count is fixed for the life of a ledger: set RUNLEDGER_LOG_PARTITIONS=" + count
                            + " if the topic was made with " + count + ", else restore the topic");
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config = Objects.requireNonNull(
                get(admin.describeConfigs(List.of(resource)).all()).get(resource));
        require(config, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        require(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }

    private void require(Config config, String setting, String wanted) throws LogTopicException {
        ConfigEntry entry = config.get(setting);
        String found = entry == null ? "unknown" : entry.value();
        if (!wanted.equals(found)) {
            throw new LogTopicException(
                    "topic " + name + " has " + setting + "=" + found + ", the ledger needs " + wanted
                            + "; set it with kafka-configs --alter --entity-type topics --entity-name " + name
                            + " --add-config "
                            + setting + "=" + wanted + ", or name another topic with RUNLEDGER_LOG_TOPIC");
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
