package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** All callers leave at the same moment: no one is left to read the replies, so the connection is closed. */
class AllGoneTest {

    private static final int ROUNDS = 300;

    @Test
    void aConnectionIsClosedWhenAllItsCallersAreInterruptedAtOnce() throws Exception {
        Semaphore bothAreThere = new Semaphore(0);
        Semaphore ended = new Semaphore(0);
        AtomicInteger round = new AtomicInteger();
        ScriptedPeer.Script each = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.request();
            talk.request();
            bothAreThere.release();
            talk.untilEnd();
            ended.release();
        };
        try (ScriptedPeer peer =
                        new ScriptedPeer(Collections.nCopies(ROUNDS, each).toArray(ScriptedPeer.Script[]::new));
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            for (; round.get() < ROUNDS; round.incrementAndGet()) {
                client.write(0, 0, 0);
                CountDownLatch go = new CountDownLatch(1);
                Caller batch = Caller.of(
                        () -> client.exchangeAll(List.of(WwepRequest.write(0, 1, 1), WwepRequest.write(0, 2, 2))));
                assertThat(bothAreThere.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                Caller follower = Caller.of(() -> client.read(0, 3));
                follower.whenWaiting();
                Thread second = new Thread(() -> {
                    await(go);
                    follower.interrupt();
                });
                second.start();
                go.countDown();
                batch.interrupt();
                second.join();
                assertThat(batch.failure()).isInstanceOf(WwepException.class);
                assertThat(follower.failure()).isInstanceOf(WwepException.class);
                assertThat(ended.tryAcquire(5, TimeUnit.SECONDS))
                        .as("end of the connection in round " + round)
                        .isTrue();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
