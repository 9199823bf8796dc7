package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Futures complete even if their executor does not complete them. */
class FutureExecutorTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    /** Behaves like a pool whose threads are all busy. */
    private static final Executor NEVER = work -> {};

    @TempDir
    private Path folder;

    /** Returns a stage of a future: as long as there is one, a thread that waits for the future does not complete it. */
    private static CompletableFuture<WwepReply> withAStage(CompletableFuture<WwepReply> future) {
        return future.thenApply(reply -> reply);
    }

    @Test
    void aFutureHasItsReplyByItsDeadlineEvenIfTheExecutorNeverRuns() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client()
                        .deadline(Duration.ofSeconds(1))
                        .executor(NEVER)
                        .build()) {
            assertThat(withAStage(client.exchangeAsync(READ)))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .hasToString("A0FAC0B1234");
        }
    }

    @Test
    void aFutureWithoutAReplyFailsByItsDeadlineEvenIfTheExecutorNeverRuns() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(Talk::untilEnd);
                WwepClient client = peer.client()
                        .deadline(Duration.ofSeconds(1))
                        .executor(NEVER)
                        .build()) {
            assertThat(withAStage(client.exchangeAsync(READ)))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("deadline of 1 s");
        }
    }

    @Test
    void aFutureFailsSoonAfterTheCloseEvenIfTheExecutorNeverRuns() throws Exception {
        CountDownLatch requested = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
            talk.request();
            requested.countDown();
            talk.untilEnd();
        })) {
            WwepClient client =
                    peer.client().deadline(Duration.ofHours(1)).executor(NEVER).build();
            CompletableFuture<WwepReply> future = withAStage(client.exchangeAsync(READ));
            requested.await();

            client.close();

            assertThat(future)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(WwepConnectionLostException.class);
        }
    }

    @Test
    void aClosedClientReturnsAFailedFuture() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting())) {
            WwepClient client = peer.client().executor(NEVER).build();
            client.close();
            assertThat(client.exchangeAsync(READ)).isCompletedExceptionally();
        }
    }

    @Test
    void futuresCompleteByDefaultEvenIfTheCommonPoolHasNoThread() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting())) {
            Process process = new ProcessBuilder(JavaProgram.command(
                            folder,
                            List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=0"),
                            OneFuture.class,
                            String.valueOf(peer.port())))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output).contains("A0FAC0B1234");
        }
    }

    /** Prints the reply of a future whose deadline is 1 h, but waits for it for only 20 s. */
    static final class OneFuture {

        private OneFuture() {}

        public static void main(String[] args) throws Exception {
            try (WwepClient client = WwepClient.create("127.0.0.1")
                    .port(Integer.parseInt(args[0]))
                    .replyTimeout(Duration.ofSeconds(20))
                    .deadline(Duration.ofHours(1))
                    .build()) {
                System.out.println(withAStage(client.exchangeAsync(READ)).get(20, TimeUnit.SECONDS));
            }
        }
    }
}
