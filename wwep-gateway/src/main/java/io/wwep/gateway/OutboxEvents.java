package io.wwep.gateway;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Passes events to the listeners of an outbox, one after the other, on an executor. Thread-safe. */
final class OutboxEvents implements OutboxListener {

    private static final int MOST = 10_000;

    private final List<OutboxListener> listeners = new CopyOnWriteArrayList<>();
    private final Queue<Consumer<OutboxListener>> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
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

    private void pass(Consumer<OutboxListener> event) {
        if (listeners.isEmpty()) {
            return;
        }
        int before = waiting.getAndUpdate(count -> count >= MOST ? count : count + 1);
        if (before >= MOST) {
            log.failed(
                    "a listener of the outbox is too slow: an event is lost",
                    new IllegalStateException(MOST + " events wait"));
            return;
        }
        events.add(event);
        if (before == 0) {
            run();
        }
    }

    private void run() {
        try {
            executor.execute(this::deliver);
        } catch (RejectedExecutionException e) {
            log.failed("the executor rejected an event of the outbox", e);
            events.clear();
            waiting.set(0);
        }
    }

    private void deliver() {
        Consumer<OutboxListener> event = events.remove();
        for (OutboxListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable e) { // one listener must not keep events from the others
                log.failed("a listener of the outbox failed", e);
            }
        }
        // One task for each event, so that a busy outbox does not occupy a thread of the executor.
        if (waiting.decrementAndGet() > 0) {
            run();
        }
    }
}
