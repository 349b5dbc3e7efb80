package io.runledger.query.wait;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PositionsTest {
    /** So a client may join the positions of all its receipts. */
    @Test
    void ofSeveralInOnePartitionTheLastCounts() {
        assertThat(Positions.parse("3:7,8:12,3:9,3:8", 12)).hasToString("3:9,8:12");
    }
}
