package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What other threads have done by the thread of a node's loop.
class LoopGateTest {
    @SuppressWarnings("NullAway.Init") // before each
    private LiveNode node;

    @BeforeEach
    void aNode() throws Exception {
        node = LiveNode.start("NONE");
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void whatWasInterruptedBeforeItBeganIsNeverDone() throws Exception {
        var done = new ArrayList<String>();
        var isFree = held();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> node.gate().now(_ -> done.add("late")))
                .isInstanceOf(InterruptedException.class);
        isFree.countDown();
        assertThat(node.gate().<List<String>>now(_ -> List.copyOf(done))).isEmpty();
    }

    @Test
    void whatHasBegunWhenItsThreadIsInterruptedIsWaitedForAndTheInterruptIsKept() throws Exception {
        var isFree = new CountDownLatch(1);
        var hasBegun = new CompletableFuture<Boolean>();
        var waiter =
                new FutureTask<>(() -> {
                    var answer =
                            node.gate()
                                    .now(_ -> {
                                        hasBegun.complete(true);
                                        isFree.await();
                                        return "done";
                                    });
                    return answer + " " + Thread.currentThread().isInterrupted();
                });
        var thread = Thread.startVirtualThread(waiter);
        hasBegun.join();
        thread.interrupt();
        isFree.countDown();
        assertThat(waiter.get()).isEqualTo("done true");
    }

    @Test
    void aFailureOfTheWorkIsToldAsItsOwn() {
        assertThatThrownBy(() ->
                        node.gate()
                                .now(_ -> {
                                    throw new ReloadRefused("not so");
                                }))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ReloadRefused.class);
    }

    @Test
    void aLoopThatHasTooMuchToDoIsInsistedOn() throws Exception {
        var complaints = new ArrayList<String>();
        var done = new ArrayList<Long>();
        var isFree = node.busy();
        assertThatThrownBy(() -> node.gate().now(_ -> true)).isInstanceOf(LoopGate.Busy.class);
        node.gate()
                .insist(
                        done::add,
                        why -> {
                            complaints.add(why);
                            isFree.countDown();
                        });
        assertThat(done).hasSize(1);
        assertThat(complaints).first().asString().contains("commands wait already");
    }

    /// The loop stands still until it is counted down.
    private CountDownLatch held() {
        var isFree = new CountDownLatch(1);
        var _ = node.gate().onLoop(_ -> isFree.await(10, TimeUnit.SECONDS));
        return isFree;
    }
}
