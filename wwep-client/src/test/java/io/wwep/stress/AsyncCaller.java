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
 * Calls without waiting, a few calls at a time; cancels some, and goes on from some with another call, by whoever completes
 * the first one.
 */
final class AsyncCaller implements Runnable {

    private static final int CALLS = 120;
    private static final int CALLS_AFTER_CLOSE = 2;
    private static final int AT_ONCE = 12;

    private final String name;
    private final WwepClient client;
    private final Scenario scenario;
    private final Clock clock;
    private final Journal journal;
    private final Workload workload;
    private final SplittableRandom random;
    private final String executor;
    private final long until;
    private final Thread thread;
    private final ArrayDeque<CompletableFuture<?>> underWay = new ArrayDeque<>();

    /** To be cancelled a little later. */
    private @Nullable CompletableFuture<WwepReply> doomed;

    /**
     * Does not call yet.
     *
     * @param executor how the names of the threads begin that complete futures
     * @param until the {@link System#nanoTime()} after which it begins no call
     */
    AsyncCaller(
            int number,
            WwepClient client,
            Scenario scenario,
            Clock clock,
            Journal journal,
            SplittableRandom random,
            String executor,
            long until) {
        this.name = "async-" + number;
        this.client = client;
        this.scenario = scenario;
        this.clock = clock;
        this.journal = journal;
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
            afterClose += journal.isClosed() ? 1 : 0;
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
            underWay.add(future.handle((reply, failure) -> following).thenCompose(request -> goOn(request, waits)));
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

    /** Calls, and notes how it ends; the future that it gives may be cancelled. */
    private CompletableFuture<WwepReply> call(WwepRequest request) {
        long begin = clock.tick();
        CompletableFuture<WwepReply> future = client.exchangeAsync(request);
        underWay.add(future.handle((reply, failure) -> {
            note(request, begin, reply, failure);
            return null;
        }));
        return future;
    }

    /** Calls from where another call was completed: there one may wait, too. */
    private CompletableFuture<?> goOn(WwepRequest request, boolean waits) {
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
            journal.wrong(name + " is told of " + request + " by thread " + here.getName());
        }
        if (reply != null) {
            journal.answered(name, begin, end, List.of(request), List.of(reply));
        } else if (failure != null) {
            journal.failed(name, begin, end, List.of(request), failure, false);
        } else {
            journal.wrong(name + " is told nothing of " + request);
        }
    }
}
