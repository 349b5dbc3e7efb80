package io.runledger.streams.views.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runledger.streams.views.store.ViewsException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

final class RestartsTest {
    private final Throwable full = new StreamsException(
            "task [0_3] failed",
            new ViewsException("cannot write the views", new Exception("No space left on device")));

    @Test
    void pausesTwiceAsLongWithEachErrorUpToALimit() {
        try (Restarts restarts = new Restarts("it", Duration.ofMillis(20), Duration.ofMillis(70))) {
            for (int expected : new int[] {20, 40, 70, 70}) {
                long began = System.nanoTime();
                restarts.handle(full);

                assertThat(restarts.lastPause()).isEqualTo(Duration.ofMillis(expected));
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(restarts.lastPause());
            }
        }
    }

    @Test
    void beginsWithTheShortestPauseAgainAfterAQuietTime() {
        try (Restarts restarts = new Restarts("it", Duration.ofMillis(20), Duration.ofMillis(60))) {
            restarts.handle(full);
            restarts.handle(full);
            long quiet = System.nanoTime() + Duration.ofMillis(150).toNanos();
            await().until(() -> System.nanoTime() > quiet);

            restarts.handle(full);

            assertThat(restarts.lastPause()).isEqualTo(Duration.ofMillis(20));
        }
    }

    @Test
    void saysWhyUntilItHasRunForAWhile() {
        try (Restarts restarts = new Restarts("it", Duration.ofMillis(50), Duration.ofMillis(50))) {
            assertThat(restarts.trouble()).isEmpty();

            assertThat(restarts.handle(full)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);

            assertThat(restarts.trouble()).contains("cannot write the views (No space left on device)");
            await().until(() -> restarts.trouble().isEmpty());
        }
    }

    @Test
    void aCloseDoesNotWaitForThePause() {
        Restarts restarts = new Restarts("it", Duration.ofMinutes(1), Duration.ofMinutes(1));
        CompletableFuture<StreamThreadExceptionResponse> waiting =
                CompletableFuture.supplyAsync(() -> restarts.handle(full));

        restarts.close();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5));
    }
}
