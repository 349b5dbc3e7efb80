package io.runledger.standalone.broker;

import java.nio.file.Path;
import java.util.Properties;

/**
 * The configuration of a broker that is alone and shares its process: one node in both roles, one copy of everything,
 * few threads and small buffers. What it keeps, it keeps for good; a ledger may rest for months.
 */
final class BrokerProperties {
    static final int NODE_ID = 1;

    private static final int MEBIBYTE = 1024 * 1024;

    private BrokerProperties() {}

    static Properties of(Path directory, String bindHost, String advertisedHost, int port, int controllerPort) {
        Properties properties = new Properties();
        roles(properties, bindHost, advertisedHost, port, controllerPort);
        properties.setProperty("log.dirs", directory.toString());
        oneCopyOfEverything(properties);
        keepForGood(properties);
        stayModest(properties);
        return properties;
    }

    private static void roles(
            Properties properties, String bindHost, String advertisedHost, int port, int controllerPort) {
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(NODE_ID));
        properties.setProperty(
                "listeners",
                "PLAINTEXT://" + bracketed(bindHost) + ":" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.setProperty("advertised.listeners", "PLAINTEXT://" + bracketed(advertisedHost) + ":" + port);
        properties.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        // After a kill -9 the controller takes the old incarnation for alive until its session ends, and lets no new
        // one in.
        properties.setProperty("broker.session.timeout.ms", "2000");
        properties.setProperty("broker.heartbeat.interval.ms", "500");
        // The idle record that a quorum writes twice a second tells nobody anything here; it would only grow the disk.
        properties.setProperty("metadata.max.idle.interval.ms", "0");
    }

    private static void oneCopyOfEverything(Properties properties) {
        properties.setProperty("default.replication.factor", "1");
        properties.setProperty("min.insync.replicas", "1");
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("offsets.topic.num.partitions", "3");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("transaction.state.log.num.partitions", "1");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
        properties.setProperty("share.coordinator.state.topic.num.partitions", "1");
        properties.setProperty("auto.create.topics.enable", "false");
    }

    private static void keepForGood(Properties properties) {
        properties.setProperty("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        properties.setProperty("log.retention.ms", "-1");
        properties.setProperty("message.max.bytes", Integer.toString(8 * MEBIBYTE));
        properties.setProperty("replica.fetch.max.bytes", Integer.toString(8 * MEBIBYTE));
    }

    private static void stayModest(Properties properties) {
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("num.io.threads", "4");
        properties.setProperty("background.threads", "2");
        properties.setProperty("num.recovery.threads.per.data.dir", "2");
        properties.setProperty("group.coordinator.threads", "1");
        properties.setProperty("share.coordinator.threads", "1");
        // 24 bytes a key: 1.4 million keys in one cleaning pass.
        properties.setProperty("log.cleaner.threads", "1");
        properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(32 * MEBIBYTE));
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
    }

    static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
