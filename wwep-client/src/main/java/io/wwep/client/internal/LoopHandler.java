package io.wwep.client.internal;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Serves one client on the event loop: sends, through its {@link LoopSender}, and reads for calls that no platform thread
 * waits for, and enforces the deadlines of futures. Work that would block the loop runs on a worker.
 *
 * <p>Any thread may call {@link #open}, {@link #start}, {@link #attend}, {@link #attendBy}, {@link #sendByCaller}, {@link #work},
 * {@link #watch} and {@link #close}; only the loop's thread may call the rest.
 */
final class LoopHandler extends EventLoop.Handler implements Runnable {

    /** How often to check whether a closed client still has pending futures. */
    private static final long RELEASE_CHECK = TimeUnit.MILLISECONDS.toNanos(10);

    private final Settings settings;
    private final RequestSender sender;
    private final ServerConnection server;
    private final ReplyReader reader;
    private final Handover handover;
    private final Completion completion;
    private final Calls calls;
    private final LoopUse loops;
    private final ConnectionWatch watch;
    private final LoopSender sends;
    private final Resources resources;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** A {@link System#nanoTime()} at which {@link #expire} will be called, or 0 if that is not certain. */
    private volatile long timer;

    /** The connection that {@link #open} opens. */
    private volatile @Nullable FirstConnection first;

    /** The loop that still serves the client for a moment after it was closed; used on the loop's thread. */
    private @Nullable EventLoop releasingFrom;

    private long releaseBy;
    private boolean released;

    LoopHandler(
            Settings settings,
            RequestSender sender,
            ReplyReader reader,
            Handover handover,
            Calls calls,
            ServerConnection server,
            Completion completion,
            Closing closing) {
        this.settings = settings;
        this.sender = sender;
        this.server = server;
        this.reader = reader;
        this.handover = handover;
        this.completion = completion;
        this.calls = calls;
        this.resources = settings.resources();
        this.loops = new LoopUse(resources, closing);
        this.watch = new ConnectionWatch(this, reader, calls, completion, loops, resources);
        this.sends = new LoopSender(settings, sender, handover, calls, server, completion, loops, this);
    }

    /**
     * Opens the connection for the first exchange, for a thread that must not wait in a selector.
     *
     * @throws IOException if the loop cannot be started for lack of a thread or a descriptor
     */
    FirstConnection open(Deadline deadline) throws IOException {
        FirstConnection opening = new FirstConnection(settings, sender);
        first = opening; // before this thread gets the loop: close() ends one or the other
        EventLoop running = loops.current();
        running.execute(() -> opening.begin(running, server, deadline));
        return opening;
    }

    /**
     * Starts the loop, unless the client is closed.
     *
     * @return why it cannot be started, for lack of a thread or a descriptor, or null
     */
    @Nullable
    Throwable start() {
        try {
            var unused = loops.get();
            return null;
        } catch (IOException | RuntimeException | Error e) {
            return e;
        }
    }

    /**
     * Makes the loop serve the calls soon.
     *
     * @throws IOException if the loop cannot be started for lack of a thread or a descriptor
     */
    void attend() throws IOException {
        if (scheduled.compareAndSet(false, true)) {
            try {
                EventLoop running = loops.get();
                if (running != null) {
                    running.execute(this);
                }
            } catch (IOException | RuntimeException | Error e) {
                scheduled.set(false);
                throw e;
            }
        }
    }

    /**
     * Sends the request of a lone future on its caller's thread, which has the write lease, without blocking. The loop reads the
     * reply, for which it need not be woken if it {@linkplain ConnectionWatch#isOn waits} for data.
     *
     * @throws IOException if the loop must continue, but cannot be woken
     */
    void sendByCaller(Call own) throws IOException {
        Connection used = sends.sendByCaller(own);
        if (used != null && watch.isOn(used)) {
            if (!calls.tryReadByLoop(used)) {
                // A platform thread's request may have been sent too: wake that thread to read.
                handover.handOn();
            }
            attendBy(earlier(calls.overdueAt(), own.deadline().end()));
        } else {
            attend();
        }
    }

    /** Makes the loop handle what is due, at this {@link System#nanoTime()} at the latest. */
    void attendBy(long due) {
        long planned = timer;
        if (planned != 0 && due - planned >= 0) {
            return;
        }
        EventLoop running = loops.started();
        if (running != null && scheduled.compareAndSet(false, true)) {
            running.execute(this);
        }
    }

    /** Releases the loop. Call only after {@link Closing#begin}. */
    void close() {
        EventLoop running = loops.end();
        FirstConnection opening = first;
        if (opening != null) {
            opening.abandon(); // the loop may have ended before it could begin
        }
        if (running != null) {
            running.execute(() -> {
                long now = System.nanoTime();
                releasingFrom = running;
                releaseBy = now + 2 * PendingCompletions.GRACE;
                try {
                    sends.close();
                    if (opening != null) {
                        opening.close();
                    }
                } finally {
                    release(running, now);
                }
            });
        }
    }

    /** Releases the loop once the futures of a closed client are completed, or after a while. */
    private void release(EventLoop running, long now) {
        if (now - releaseBy >= 0 && calls.oldest() != null) {
            // The thread that was to send is stuck in the application's code.
            Ended ended = new Ended();
            calls.failRest(ended);
            completion.wake(ended);
            releaseBy = now + 2 * PendingCompletions.GRACE;
        }
        boolean isWaitedFor = completion.expire(now) != 0 || calls.oldest() != null;
        if (isWaitedFor && now - releaseBy < 0) {
            running.arm(this, now + RELEASE_CHECK);
        } else if (!released) {
            released = true;
            running.remove(this);
            resources.release();
        }
    }

    /** Returns the watch of the connection. */
    ConnectionWatch watch() {
        return watch;
    }

    // ---- on the loop's thread ----

    /** Sends, reads and enforces deadlines for new calls. */
    @Override
    public void run() {
        scheduled.set(false);
        Call oldest = calls.trySend();
        if (oldest != null) {
            sends.send(oldest);
        }
        proceed();
    }

    /** Reads and enforces deadlines, after something was sent. */
    void proceed() {
        Connection connection = calls.tryRead(true);
        if (connection != null) {
            read(connection);
        } else if (calls.isIdle()) {
            watch.noteUseByLoop(); // it may have been examined, or opened, without a request
        }
        expire(System.nanoTime());
    }

    /** Runs this for a call on a worker, and serves the calls again afterwards; returns false if no thread is available. */
    boolean work(Call own, Runnable blocking) {
        try {
            resources.execute(() -> {
                try {
                    blocking.run();
                } catch (RuntimeException | Error e) {
                    // the future has the failure; the worker continues
                    WireLog.failed(own.current(), e);
                } finally {
                    attendQuietly();
                }
            });
            return true;
        } catch (RuntimeException | Error e) { // no thread is available
            handover.failAllInFlight(own, e, new Ended());
            return false;
        }
    }

    private void attendQuietly() {
        try {
            attend();
        } catch (IOException e) {
            throw new IllegalStateException("the loop runs already", e);
        }
    }

    private void read(Connection connection) {
        SocketChannel channel = connection.transport().selectable();
        if (channel != null) {
            watch.on(connection);
            return;
        }
        Call oldest = calls.oldest();
        if (oldest == null) {
            var unused = calls.endReading();
        } else if (!work(oldest, () -> readFor(connection, oldest))) {
            var unused = calls.endReading();
            handover.handOn();
        }
    }

    private void readFor(Connection connection, Call oldest) {
        reader.readFor(connection, oldest);
        watch.noteUse();
    }

    @Override
    void ready(SelectionKey ready) {
        Connection connection = calls.connection();
        if (connection == null || connection.transport().selectable() != ready.channel()) {
            ready.cancel();
            return;
        }
        if (sends.isExamining()) {
            sends.readable();
            return;
        }
        if (!calls.tryReadByLoop(connection)) {
            watch.checkIdle(connection, ready);
            return;
        }
        // The loop may have just taken the lease.
        attendBy(calls.overdueAt());
        Ended ended = new Ended();
        Call oldest = calls.oldest();
        if (oldest != null) {
            receive(connection, oldest, ended);
        }
        completion.wake(ended);
        if (calls.handReadingToCaller()) {
            handover.handOn();
        } else if (calls.nextSender() != null) {
            run();
        }
        if (calls.isIdle()) {
            watch.noteUseByLoop();
        }
    }

    private void receive(Connection connection, Call oldest, Ended ended) {
        try {
            reader.receive(connection, oldest, ended, System.nanoTime());
        } catch (RuntimeException | Error e) { // such as an error of the logger
            handover.failAllInFlight(oldest, e, ended);
            WireLog.failed(oldest.current(), e);
        }
    }

    private void endOverdue(Connection connection, Call oldest, Ended ended) {
        try {
            reader.replyOverdue(connection, oldest, ended);
        } catch (RuntimeException | Error e) { // as above
            handover.failAllInFlight(oldest, e, ended);
            WireLog.failed(oldest.current(), e);
        }
    }

    @Override
    void expire(long now) {
        timer = 0;
        long examined = sends.expire(now);
        if (releasingFrom != null) {
            release(releasingFrom, now);
            return;
        }
        Ended ended = new Ended();
        long next = calls.expire(now, ended);
        if (next != 0 && next - now <= 0) {
            // The reply for which the loop reads is overdue.
            Connection connection = calls.connection();
            Call oldest = calls.oldest();
            if (connection != null && oldest != null) {
                endOverdue(connection, oldest, ended);
                handover.handOn();
            }
            next = calls.expire(System.nanoTime(), ended);
        }
        completion.wake(ended);
        next = earlier(earlier(next, completion.expire(System.nanoTime())), examined);
        EventLoop running = loops.started();
        // If the client has just been closed, the loop's next task releases the loop, and handles what is due.
        if (next != 0 && running != null) {
            running.arm(this, next);
            timer = next;
        }
    }

    /** Returns the earlier of two times; 0 stands for none. */
    private static long earlier(long one, long other) {
        return one == 0 || (other != 0 && other - one < 0) ? other : one;
    }

    @Override
    boolean sweep(long now) {
        return watch.sweep(now);
    }
}
