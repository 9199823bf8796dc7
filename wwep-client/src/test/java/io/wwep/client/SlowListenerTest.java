package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.wwep.check.LogCapture;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A listener that takes longer than the exchanges. */
class SlowListenerTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger told = new AtomicInteger();

    private final WwepListener stuck = new WwepListener() {
        @Override
        public void exchanged(WwepRequest request, WwepReply reply, Duration took) {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            told.incrementAndGet();
        }
    };

    @Test
    void aListenerThatDoesNotReturnDelaysNoCall() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().addListener(stuck).build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(Caller.of(() -> client.exchange(READ)).outcome()).hasToString("A0FAC0B1234");
            }
            assertThat(client.exchangeAsync(READ)).succeedsWithin(20, TimeUnit.SECONDS);
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void eventsBeyondTheBoundAreDroppedAndCountedInTheLog() throws Exception {
        List<WwepRequest> batch = Collections.nCopies(1_000, READ);
        try (LogCapture log = new LogCapture("io.wwep.client");
                ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().addListener(stuck).build()) {
            Caller caller = Caller.of(() -> {
                for (int i = 0; i < 11; i++) {
                    client.exchangeAll(batch);
                }
                return "done";
            });
            assertThat(caller.outcome()).isEqualTo("done");
            goOn.countDown();

            String last = await(log, line -> line.contains("caught up"));

            int dropped = Integer.parseInt(last.replaceAll(".*; (\\d+) events were dropped.*", "$1"));
            assertThat(told.get() + dropped).isEqualTo(11_000);
            assertThat(told.get()).isLessThanOrEqualTo(10_001);
            assertThat(log.warnings()).singleElement().asString().contains("slower than the exchanges", "10000 events");
        } finally {
            goOn.countDown();
        }
    }

    private static String await(LogCapture log, Predicate<String> wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            for (String line : log.lines(Level.INFO)) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("not logged: " + log.lines(Level.INFO));
    }
}
