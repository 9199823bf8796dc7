package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NameLookupTest {

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private Runnable onStart = () -> {};
    private final Lookups lookups = new Resources((work, name) -> {
                Thread thread = new Thread(work, name);
                threads.add(thread);
                onStart.run();
                return thread;
            })
            .lookups();
    private final Closing closing = new Closing();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);

    /** Answers once it may, or fails when it is interrupted. */
    private final HostResolver slow = host -> {
        asked.incrementAndGet();
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    };

    private static void nothing() {}

    private NameLookup of(String host, HostResolver resolver) {
        return of(host, resolver, new Closing());
    }

    private NameLookup of(String host, HostResolver resolver, Closing client) {
        return new NameLookup(new Lookups.Name(host, resolver), lookups, client);
    }

    private void close(NameLookup lookup) {
        closing.begin();
        lookup.abort();
    }

    private static void assertAnswered(CompletableFuture<InetAddress[]> addresses) {
        assertThat(addresses)
                .succeedsWithin(20, TimeUnit.SECONDS)
                .isEqualTo(new InetAddress[] {InetAddress.getLoopbackAddress()});
    }

    @Test
    void aLookupBegunJustAfterTheCloseIsNotAwaited() {
        NameLookup lookup = of("slow.test", slow, closing);
        close(lookup);
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> lookup.begin(NameLookupTest::nothing));
    }

    @Test
    void aLookupBegunOnceClosingHasBegunIsNotAwaited() {
        NameLookup lookup = of("slow.test", slow, closing);
        closing.begin();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> lookup.begin(NameLookupTest::nothing));
        assertThat(threads).isEmpty();
    }

    @Test
    void aLookupThatStartsWhileClosingBeginsIsEnded() throws Exception {
        onStart = closing::begin;
        assertThat(of("slow.test", slow, closing).begin(NameLookupTest::nothing))
                .isCancelled();
        Thread thread = threads.get(0);
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aResolverThatReturnsNoAddressCountsAsFailed() throws Exception {
        assertThat(of("empty.test", host -> new InetAddress[0]).begin(NameLookupTest::nothing))
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void clientsOfOneHostShareALookupAndItsThread() throws Exception {
        CompletableFuture<InetAddress[]> one = of("slow.test", slow).begin(NameLookupTest::nothing);
        CompletableFuture<InetAddress[]> other = of("slow.test", slow).begin(NameLookupTest::nothing);
        answer.countDown();
        assertAnswered(one);
        assertAnswered(other);
        assertThat(asked).hasValue(1);
        assertThat(threads).hasSize(1);
    }

    @Test
    void aLookupThatHangsDelaysNeitherAnotherHostNorAnAddress() throws Exception {
        CompletableFuture<InetAddress[]> hanging = of("slow.test", slow).begin(NameLookupTest::nothing);
        HostResolver swift = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
        assertAnswered(of("swift.test", swift).begin(NameLookupTest::nothing));
        assertThat(of("127.0.0.1", slow).begin(NameLookupTest::nothing)).isDone();
        assertThat(hanging).isNotDone();
        answer.countDown();
        assertAnswered(hanging);
    }

    @Test
    void aLookupBegunBeforeThePreviousOneEndsSharesIt() throws Exception {
        NameLookup lookup = of("slow.test", slow);
        assertThat(lookup.begin(NameLookupTest::nothing)).isSameAs(lookup.begin(NameLookupTest::nothing));
        answer.countDown();
        assertAnswered(lookup.begin(NameLookupTest::nothing));
    }

    @Test
    void theEndOfALookupIsReported() throws Exception {
        CountDownLatch reported = new CountDownLatch(1);
        var unused = of("slow.test", slow).begin(reported::countDown);
        answer.countDown();
        assertThat(reported.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingOneOfTwoClientsLeavesTheLookupToTheOther() throws Exception {
        NameLookup one = of("slow.test", slow, closing);
        CompletableFuture<InetAddress[]> left = one.begin(NameLookupTest::nothing);
        CompletableFuture<InetAddress[]> other = of("slow.test", slow).begin(NameLookupTest::nothing);
        close(one);
        assertThat(left).isCancelled();
        answer.countDown();
        assertAnswered(other);
        assertThat(asked).hasValue(1);
    }

    @Test
    void closingTheLastClientEndsTheThreadOfTheLookup() throws Exception {
        NameLookup only = of("slow.test", slow, closing);
        var unused = only.begin(NameLookupTest::nothing);
        close(only);
        Thread thread = threads.get(0);
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aClientThatJoinsAnInterruptedLookupIsAnsweredByTheSameThread() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch joined = new CountDownLatch(1);
        HostResolver stubborn = host -> {
            if (asked.getAndIncrement() > 0) {
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
            }
            try {
                answer.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            awaitUninterruptibly(joined);
            throw new UnknownHostException("interrupted");
        };
        NameLookup first = of("slow.test", stubborn, closing);
        var unused = first.begin(NameLookupTest::nothing);
        close(first);
        interrupted.await();
        CompletableFuture<InetAddress[]> second = of("slow.test", stubborn).begin(NameLookupTest::nothing);
        joined.countDown();
        assertAnswered(second);
        assertThat(threads).hasSize(1);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
