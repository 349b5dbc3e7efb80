package io.runledger.streams.views.mend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MenderProgressTest {
    private final AtomicLong now = new AtomicLong(42);
    private final MenderProgress progress = new MenderProgress(now::get);

    private void after(Duration time) {
        now.addAndGet(time.toNanos());
        progress.round();
    }

    @Test
    void whatFailsForHalfAMinuteIsTrouble() {
        assertThat(progress.failed("partition 3", "first")).isTrue();
        after(MenderProgress.SOON.minusNanos(1));

        assertThat(progress.failed("partition 3", "a reason")).isFalse();
        assertThat(progress.trouble()).isEmpty();

        after(Duration.ofNanos(1));
        assertThat(progress.trouble()).contains("partition 3 cannot be mended since 30 s: a reason");
    }

    @Test
    void whatWentWellOnceIsNoTroubleAnyMore() {
        progress.failed("partition 3", "a reason");
        progress.failed("partition 4", "another");
        after(MenderProgress.SOON);

        progress.went("partition 3");

        assertThat(progress.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble).startsWith("partition 4"));
    }

    @Test
    void aMenderThatHangsIsTrouble() {
        now.addAndGet(MenderProgress.ROUND.toNanos());
        assertThat(progress.trouble()).isEmpty();

        now.addAndGet(1);
        assertThat(progress.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble).contains("hangs"));
    }
}
