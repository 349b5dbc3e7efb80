package io.runledger.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

final class TargetTest {
    @Test
    void encodesWhatWouldEndASegmentOrAParameter() {
        Target target = Target.path("runs", "a b/c?d+é", "bundle")
                .with("at_least", "3:1,8:2")
                .with("x", "1&2 3");

        assertThat(target).hasToString("/runs/a%20b%2Fc%3Fd%2B%C3%A9/bundle?at_least=3%3A1%2C8%3A2&x=1%262%203");
        assertThat(URI.create(target.toString()).getPath()).isEqualTo("/runs/a b/c?d+é/bundle");
    }
}
