package io.wwep.client.internal;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that waits for the sockets and the deadlines of many clients. It never blocks: tasks that may block run on
 * workers.
 *
 * <p>Any thread may call {@link #execute} and {@link #end}; only the loop's thread may call the rest.
 */
final class EventLoop {

    /** What the loop serves: a client, its attempt to connect, or the workers. Called on the loop's thread. */
    abstract static class Handler {

        /** The {@link System#nanoTime()} of its timer, if it is armed. */
        private long timer;

        private boolean armed;
        private boolean swept;

        /** Called when its socket is ready. */
        abstract void ready(SelectionKey key);

        /** Called when its timer fires. */
        abstract void expire(long now);

        /** Called at each sweep; returns whether to be called at the next one. */
        abstract boolean sweep(long now);
    }

    /** The interval between checks of busy connections. */
    private static final long SWEEP_EVERY = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long to wait before replacing a selector if its predecessor failed too. */
    private static final long RENEW_AFTER = TimeUnit.MILLISECONDS.toNanos(10);

    /** Changed only by the loop's thread. */
    private volatile Selector selector;

    private boolean failing;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final PriorityQueue<Handler> timers = new PriorityQueue<>((a, b) -> Long.compare(a.timer - b.timer, 0));
    private final List<Handler> swept = new ArrayList<>();
    private final Consumer<SelectionKey> onReady = EventLoop::ready;
    private long nextSweep;
    private volatile boolean ended;

    private EventLoop(Selector selector) {
        this.selector = selector;
    }

    static EventLoop start(Resources resources) throws IOException {
        Selector selector = Selector.open();
        EventLoop loop = new EventLoop(selector);
        var unused = resources.start(loop::run, "wwep-loop", () -> close(selector));
        return loop;
    }

    private static void close(Selector selector) {
        try {
            selector.close();
        } catch (IOException e) {
            // Closing failed, but its descriptors are released.
        }
    }

    /** Runs a task on the loop soon; it must not block. */
    void execute(Runnable task) {
        tasks.add(task);
        wakeUp();
    }

    /** Ends the thread once it has run the pending tasks. */
    void end() {
        ended = true;
        wakeUp();
    }

    private void wakeUp() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    SelectionKey register(SocketChannel channel, int operations, Handler handler) throws IOException {
        return channel.register(selector, operations, handler);
    }

    /** Returns the registration of a channel, or null if it has none. */
    @Nullable
    SelectionKey keyOf(SocketChannel channel) {
        return channel.keyFor(selector);
    }

    /** Arms the handler's timer for this {@link System#nanoTime()}, unless it is armed for an earlier one. */
    void arm(Handler handler, long at) {
        if (handler.armed) {
            if (handler.timer - at <= 0) {
                return;
            }
            timers.remove(handler);
        }
        handler.armed = true;
        handler.timer = at;
        timers.add(handler);
    }

    /** Cancels the handler's timer. */
    void disarm(Handler handler) {
        if (handler.armed) {
            timers.remove(handler);
            handler.armed = false;
        }
    }

    /** Includes the handler in the sweeps from now on. */
    void sweep(Handler handler) {
        if (!handler.swept) {
            if (swept.isEmpty()) {
                nextSweep = System.nanoTime() + SWEEP_EVERY;
            }
            handler.swept = true;
            swept.add(handler);
        }
    }

    /** Removes a handler whose client is closed. */
    void remove(Handler handler) {
        disarm(handler);
        swept.remove(handler);
    }

    private void run() {
        try {
            while (!ended || !tasks.isEmpty()) {
                turn();
            }
        } finally {
            close(selector);
        }
    }

    private void turn() {
        try {
            await();
            failing = false;
        } catch (IOException | ClosedSelectorException e) {
            renewSelector(e);
        } catch (Throwable e) { // other clients still need this thread
            WireLog.loopFailed(e);
        }
        try {
            awake.set(true);
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            runTimers();
        } catch (ClosedSelectorException e) {
            renewSelector(e);
        } catch (Throwable e) {
            WireLog.loopFailed(e);
        }
    }

    private void await() throws IOException {
        // No one has a reason to interrupt this thread, and an interrupted one would not wait.
        var unused = Thread.interrupted();
        awake.set(false);
        long wait = tasks.isEmpty() && !ended ? untilNext() : 0;
        if (wait < 0) {
            selector.select(onReady);
        } else if (wait == 0) {
            selector.selectNow(onReady);
        } else {
            selector.select(onReady, Deadline.toMillis(wait));
        }
    }

    /** Replaces a failed selector by one with the same channels: clients rely on this loop until they are closed. */
    private void renewSelector(Exception failure) {
        if (failing) {
            LockSupport.parkNanos(this, RENEW_AFTER);
        } else {
            WireLog.loopFailed(failure);
        }
        failing = true;
        Selector failed = selector;
        try {
            selector = Selector.open();
        } catch (IOException e) { // no descriptor is available: the next turn tries again
            return;
        }
        if (failed.isOpen()) {
            failed.keys().forEach(this::registerAgain);
        }
        close(failed);
    }

    private void registerAgain(SelectionKey key) {
        try {
            var unused = key.channel().register(selector, key.interestOps(), key.attachment());
        } catch (ClosedChannelException | CancelledKeyException e) {
            // The channel was closed by its client.
        }
    }

    private static void ready(SelectionKey key) {
        ((Handler) key.attachment()).ready(key);
    }

    /** Returns the nanoseconds until a timer fires or a sweep is due, or -1 if there is none. */
    private long untilNext() {
        Handler first = timers.peek();
        if (first == null && swept.isEmpty()) {
            return -1;
        }
        long now = System.nanoTime();
        long wait = first == null ? Long.MAX_VALUE : first.timer - now;
        return Math.max(0, swept.isEmpty() ? wait : Math.min(wait, nextSweep - now));
    }

    private void runTimers() {
        if (timers.isEmpty() && swept.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (Handler due = timers.peek(); due != null && due.timer - now <= 0; due = timers.peek()) {
            timers.poll();
            due.armed = false;
            due.expire(now);
        }
        if (!swept.isEmpty() && nextSweep - now <= 0) {
            nextSweep = now + SWEEP_EVERY;
            swept.removeIf(handler -> {
                handler.swept = handler.sweep(now);
                return !handler.swept;
            });
        }
    }
}
