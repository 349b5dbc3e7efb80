package io.runledger.streams.views.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsMetadata;

/**
 * Where a partition's views are, as the group last agreed on it. A node that was killed is listed until the group's
 * session time-out.
 *
 * @param owner the node that applies the log and answers first; empty while the group has none
 * @param standbys the nodes that follow it, at most a commit interval later, and answer while it is away
 */
public record Placement(Optional<Node> owner, List<Node> standbys) {
    /** Whether a node has them, applied or standing by. */
    public boolean isAt(Node node) {
        return owner.filter(node::equals).isPresent() || standbys.contains(node);
    }

    public static Placement of(TopicPartition partition, Iterable<StreamsMetadata> nodes) {
        Optional<Node> owner = Optional.empty();
        List<Node> standbys = new ArrayList<>();
        for (StreamsMetadata node : nodes) {
            if (node.topicPartitions().contains(partition)) {
                owner = Optional.of(Node.of(node.hostInfo()));
            }
            if (node.standbyTopicPartitions().contains(partition)) {
                standbys.add(Node.of(node.hostInfo()));
            }
        }
        return new Placement(owner, List.copyOf(standbys));
    }
}
