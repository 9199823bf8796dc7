package io.wwep.gateway;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes events to the listeners of an outbox, one after the other, on an executor. Thread-safe. */
final class OutboxEvents implements OutboxListener {

    private static final int MOST = 10_000;

    private final List<OutboxListener> listeners = new CopyOnWriteArrayList<>();
    private final Queue<Consumer<OutboxListener>> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Thread deliverer;
    private final Executor executor;
    private final FailureLog log;

    OutboxEvents(Executor executor, FailureLog log) {
        this.executor = executor;
        this.log = log;
    }

    void add(OutboxListener listener) {
        listeners.add(listener);
    }

    void remove(OutboxListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void sent(OutboxWrite write) {
        pass(listener -> listener.sent(write));
    }

    @Override
    public void refused(OutboxWrite write, String reason) {
        pass(listener -> listener.refused(write, reason));
    }

    @Override
    public void expired(OutboxWrite write) {
        pass(listener -> listener.expired(write));
    }

    @Override
    public void superseded(OutboxWrite write, OutboxWrite by) {
        pass(listener -> listener.superseded(write, by));
    }

    @Override
    public void dropped(OutboxWrite write) {
        pass(listener -> listener.dropped(write));
    }

    @Override
    public void resent(OutboxWrite write, List<Integer> found) {
        pass(listener -> listener.resent(write, found));
    }

    /** Waits until the events so far are delivered, at most the given time. */
    void awaitDelivered(long nanos) {
        if (waiting.get() == 0 || deliverer == Thread.currentThread()) {
            return;
        }
        CompletableFuture<Boolean> delivered = new CompletableFuture<>();
        pass(listener -> delivered.complete(true));
        if (waiting.get() == 0) {
            return; // delivered, or rejected
        }
        try {
            delivered.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            log.failed("events of the outbox are lost, because a listener still runs", e);
        }
    }

    private void pass(Consumer<OutboxListener> event) {
        if (listeners.isEmpty()) {
            return;
        }
        if (waiting.get() >= MOST) {
            log.failed(
                    "a listener of the outbox is too slow: an event is lost",
                    new IllegalStateException(MOST + " events wait"));
            return;
        }
        events.add(event); // before it is counted: each counted event can be taken
        if (waiting.getAndIncrement() == 0) {
            run();
        }
    }

    private void run() {
        try {
            executor.execute(this::deliver);
        } catch (Throwable e) { // the user's executor must not stop the outbox
            log.failed("the executor of the gateway rejected an event of the outbox: it is lost", e);
            do {
                events.remove();
            } while (waiting.decrementAndGet() > 0);
        }
    }

    private void deliver() {
        Consumer<OutboxListener> event = events.remove();
        deliverer = Thread.currentThread();
        for (OutboxListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable e) { // one listener must not keep events from the others
                log.failed("a listener of the outbox failed", e);
            }
        }
        deliverer = null;
        // One task for each event, so that a busy outbox does not occupy a thread of the executor.
        if (waiting.decrementAndGet() > 0) {
            run();
        }
    }
}
