package io.runledger.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AheadTest {
    @Test
    void doesEachPieceOnceWhoeverDoesIt() {
        AtomicInteger done = new AtomicInteger();
        List<Ahead<Integer>> pieces = IntStream.range(0, 1_000)
                .mapToObj(i -> Ahead.of(() -> {
                    done.incrementAndGet();
                    return i;
                }))
                .toList();

        assertThat(pieces)
                .extracting(Ahead::get)
                .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
        assertThat(pieces.get(7).get()).isEqualTo(7);
        assertThat(done).hasValue(1_000);
    }

    @Test
    void isDoneByWhoNeedsItWhereAllOthersAreBusy() {
        CountDownLatch over = new CountDownLatch(1);
        List<Ahead<Boolean>> busy = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            busy.add(Ahead.of(() -> await(over)));
        }
        try {
            Thread me = Thread.currentThread();
            assertThat(Ahead.of(Thread::currentThread).get()).isSameAs(me);
        } finally {
            over.countDown();
        }
        assertThat(busy).extracting(Ahead::get).containsOnly(true);
    }

    @Test
    void isDoneAheadWhereAnotherIsFree() {
        AtomicInteger done = new AtomicInteger();
        Ahead.of(done::incrementAndGet);
        Awaitility.await().until(() -> done.get() == 1);
    }

    @Test
    void throwsWhatTheWorkThrew() {
        Ahead<String> failing = Ahead.of(() -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(failing::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
    }

    @Test
    void hasEndedOrNeverBegins() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        Ahead<Integer> running = Ahead.of(() -> {
            begun.countDown();
            sleep();
            return done.incrementAndGet();
        });
        begun.await();
        Ahead<Integer> never = Ahead.here(done::incrementAndGet);

        running.end();
        never.end();

        assertThat(done).hasValue(1);
        never.run();
        assertThat(done).hasValue(1);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
