package io.wwep.stress;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Calls asynchronously, a few calls at a time; cancels some, and chains another call to some, on the thread that
 * completes the first.
 */
final class AsyncCaller implements Runnable {

    private static final int CALLS = 120;
    private static final int CALLS_AFTER_CLOSE = 2;
    private static final int AT_ONCE = 12;

    private final String name;
    private final WwepClient client;
    private final Scenario scenario;
    private final Clock clock;
    private final CallLog log;
    private final Workload workload;
    private final SplittableRandom random;
    private final String executor;
    private final long until;
    private final Thread thread;
    private final ArrayDeque<CompletableFuture<?>> underWay = new ArrayDeque<>();

    /** Futures to cancel a little later. */
    private @Nullable CompletableFuture<WwepReply> doomed;

    /**
     * Creates a caller, not started.
     *
     * @param executor the prefix of the names of threads that complete futures
     * @param until the {@link System#nanoTime()} after which it starts no call
     */
    AsyncCaller(
            int number,
            WwepClient client,
            Scenario scenario,
            Clock clock,
            CallLog log,
            SplittableRandom random,
            String executor,
            long until) {
        this.name = "async-" + number;
        this.client = client;
        this.scenario = scenario;
        this.clock = clock;
        this.log = log;
        this.random = random;
        this.workload = new Workload(number, random.split());
        this.executor = executor;
        this.until = until;
        this.thread = new Thread(this, name);
    }

    Thread thread() {
        return thread;
    }

    @Override
    public void run() {
        int afterClose = 0;
        for (int i = 0; i < CALLS && afterClose < CALLS_AFTER_CLOSE && System.nanoTime() < until; i++) {
            afterClose += log.isClosed() ? 1 : 0;
            callOne();
            while (underWay.size() > random.nextInt(AT_ONCE)) {
                underWay.remove().join();
            }
        }
        underWay.forEach(CompletableFuture::join);
    }

    private void callOne() {
        WwepRequest following = random.nextInt(4) == 0 ? workload.next() : null;
        boolean waits = random.nextBoolean();
        CompletableFuture<WwepReply> future = call(workload.next());
        if (following != null) {
            underWay.add(future.handle((reply, failure) -> following).thenCompose(request -> chain(request, waits)));
        }
        if (random.nextInt(1000) < scenario.cancels()) {
            if (doomed != null) {
                doomed.cancel(true);
            }
            doomed = random.nextBoolean() ? future : null;
            if (doomed == null) {
                future.cancel(true);
            }
        }
    }

    /** Calls and records the outcome; the returned future may be canceled. */
    private CompletableFuture<WwepReply> call(WwepRequest request) {
        long begin = clock.tick();
        CompletableFuture<WwepReply> future = client.exchangeAsync(request);
        underWay.add(future.handle((reply, failure) -> {
            note(request, begin, reply, failure);
            return null;
        }));
        return future;
    }

    /** Calls from a callback of another call, where blocking is allowed too. */
    private CompletableFuture<?> chain(WwepRequest request, boolean waits) {
        long begin = clock.tick();
        if (!waits) {
            return client.exchangeAsync(request).handle((reply, failure) -> {
                note(request, begin, reply, failure);
                return null;
            });
        }
        try {
            note(request, begin, client.exchange(request), null);
        } catch (WwepException e) {
            note(request, begin, null, e);
        }
        return CompletableFuture.completedFuture(null);
    }

    private void note(WwepRequest request, long begin, @Nullable WwepReply reply, @Nullable Throwable failure) {
        long end = clock.tick();
        Thread here = Thread.currentThread();
        if (here != thread && !here.getName().startsWith(executor)) {
            log.addViolation(name + " was notified of " + request + " by thread " + here.getName());
        }
        if (reply != null) {
            log.answered(name, begin, end, List.of(request), List.of(reply));
        } else if (failure != null) {
            log.failed(name, begin, end, List.of(request), failure, false);
        } else {
            log.addViolation(name + " was not notified of " + request);
        }
    }
}
