package io.wwep.client.internal;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What the event loop does for one client: it sends, through its {@link LoopSender}, and reads for calls that no platform thread
 * waits for, keeps the deadlines of futures, and watches the connection while it is idle. What would block it goes to a worker.
 *
 * <p>{@link #attend}, {@link #noteUse} and {@link #close} are for any thread, the rest for the loop's own.
 */
final class LoopHandler extends EventLoop.Handler implements Runnable {

    /** A connection is watched once it was idle for this long: in a burst of calls that would only cost time. */
    private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(1);

    /** How often to look whether a closed client still has something to do. */
    private static final long LEAVE_CHECK = TimeUnit.MILLISECONDS.toNanos(10);

    private final ReplyReader reader;
    private final Handover handover;
    private final Completion completion;
    private final Calls calls;
    private final Leases leases;
    private final LoopUse loops;
    private final LoopSender sends;
    private final Resources resources;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** A {@link System#nanoTime()} at which {@link #expire} will be called, or 0 if it may not be. */
    private volatile long timer;

    /** The loop that still serves the client a moment after it was closed, and until when; for the loop's own thread. */
    private @Nullable EventLoop leaving;

    private long leavesBy;
    private boolean left;

    /** Whether the loop sees to it that an idle connection is watched. */
    private volatile boolean watching;

    private @Nullable SelectionKey key;

    LoopHandler(
            Settings settings,
            RequestSender sender,
            ReplyReader reader,
            Handover handover,
            Calls calls,
            Leases leases,
            ServerConnection server,
            Completion completion) {
        this.reader = reader;
        this.handover = handover;
        this.completion = completion;
        this.calls = calls;
        this.leases = leases;
        this.resources = settings.resources();
        this.loops = new LoopUse(resources);
        this.sends = new LoopSender(settings, sender, handover, calls, leases, server, completion, loops, this);
    }

    /**
     * Has the loop look after the calls, soon.
     *
     * @throws IOException if the loop cannot be started, since no thread or no descriptor is left
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

    /** Has the loop look after what is due, at this {@link System#nanoTime()} at the latest. */
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

    /** Has the connection watched as soon as it is idle. */
    void noteUse() {
        if (watching) {
            return;
        }
        Connection connection = calls.connection();
        if (connection == null || !isToBeWatched(connection)) {
            return;
        }
        watching = true;
        try {
            EventLoop running = loops.get();
            if (running != null) {
                running.execute(() -> running.sweep(this));
            }
        } catch (IOException
                | RuntimeException
                | Error e) { // then the next call finds out that the server has closed it
            watching = false;
            WireLog.unwatched(connection, e);
        }
    }

    /** Returns whether something must be done for what comes on a connection, once it is idle, to be noticed. */
    private static boolean isToBeWatched(Connection connection) {
        BackgroundReader background = connection.transport().background();
        return connection.transport().selectable() != null || (background != null && !background.isStarted());
    }

    /** Gives the loop back; after the calls were closed. */
    void close() {
        EventLoop running = loops.close();
        if (running != null) {
            running.execute(() -> {
                long now = System.nanoTime();
                leaving = running;
                leavesBy = now + 2 * Completion.GRACE;
                sends.close();
                leave(running, now);
            });
        }
    }

    /** Lets the loop go once the futures of a client that was closed are completed, or after a while. */
    private void leave(EventLoop running, long now) {
        boolean isWaitedFor = completion.expire(now) != 0 || calls.oldest() != null;
        if (isWaitedFor && now - leavesBy < 0) {
            running.arm(this, now + LEAVE_CHECK);
        } else if (!left) {
            left = true;
            running.remove(this);
            resources.release();
        }
    }

    // ---- on the loop's thread ----

    /** Sends, reads and keeps deadlines for calls that came. */
    @Override
    public void run() {
        scheduled.set(false);
        Call oldest = leases.trySend();
        if (oldest != null) {
            sends.send(oldest);
        }
        proceed();
    }

    /** Reads and keeps deadlines, after something was sent. */
    void proceed() {
        Connection connection = leases.tryRead(true);
        if (connection != null) {
            read(connection);
        }
        expire(System.nanoTime());
    }

    /** Has a worker do this for a call, and the loop look again after it; false if there is no thread for it. */
    boolean work(Call own, Runnable blocking) {
        try {
            resources.execute(() -> {
                try {
                    blocking.run();
                } catch (RuntimeException | Error e) {
                    // The future has it; the worker goes on.
                    WireLog.failed(own.current(), e);
                } finally {
                    attendQuietly();
                }
            });
            return true;
        } catch (RuntimeException | Error e) { // no thread is left at the moment
            handover.giveUp(own, e, new Ended());
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
            watch(connection);
            return;
        }
        Call oldest = calls.oldest();
        if (oldest == null) {
            var unused = leases.endReading();
        } else if (!work(oldest, () -> readFor(connection, oldest))) {
            var unused = leases.endReading();
            handover.handOn();
        }
    }

    private void readFor(Connection connection, Call oldest) {
        reader.readFor(connection, oldest);
        noteUse();
    }

    /** Has the loop wait for what comes on a connection whose channel can be selected. */
    void watch(Connection connection) {
        SocketChannel channel = connection.transport().selectable();
        if (channel == null) {
            return;
        }
        try {
            connection.transport().enableReuse();
            SelectionKey registered = key;
            if (registered == null || registered.channel() != channel || !registered.isValid()) {
                key = loops.current().register(channel, SelectionKey.OP_READ, this);
            } else {
                registered.interestOps(SelectionKey.OP_READ);
            }
        } catch (IOException | CancelledKeyException e) {
            Call oldest = calls.oldest();
            Ended ended = new Ended();
            if (oldest != null) {
                reader.connectionFailed(connection, oldest, e, ended);
            }
            completion.wake(ended);
        }
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
        if (leases.isReadByCaller()) {
            // It is read by a caller, or about to be: not every reply is to wake the loop.
            suspend(ready);
            return;
        }
        if (!calls.isReadByLoop()) {
            checkIdle(connection, ready);
            return;
        }
        Ended ended = new Ended();
        Call oldest = calls.oldest();
        if (oldest != null) {
            receive(connection, oldest, ended);
        }
        completion.wake(ended);
        if (leases.handReadingToCaller()) {
            handover.handOn();
        } else if (calls.nextSender() != null) {
            run();
        }
    }

    private void receive(Connection connection, Call oldest, Ended ended) {
        try {
            reader.receive(connection, oldest, ended, System.nanoTime());
        } catch (RuntimeException | Error e) { // of the log, for example
            handover.giveUp(oldest, e, ended);
            WireLog.failed(oldest.current(), e);
        }
    }

    private void suspend(SelectionKey ready) {
        try {
            ready.interestOps(0);
            loops.current().sweep(this);
            watching = true;
        } catch (IOException | CancelledKeyException e) {
            ready.cancel();
        }
    }

    /** Something came on an idle connection: most often the server's close, which is answered by ours at once. */
    private void checkIdle(Connection connection, SelectionKey ready) {
        if (!reader.examineIdle(connection, IDLE)) {
            // What woke the loop was a reply, which is read by now; or somebody is about to use the connection, and
            // checks it.
            suspend(ready);
        }
    }

    @Override
    void expire(long now) {
        timer = 0;
        long examined = sends.expire(now);
        if (leaving != null) {
            leave(leaving, now);
            return;
        }
        Ended ended = new Ended();
        long next = calls.expire(now, ended);
        if (next != 0 && next - now <= 0) {
            // The reply that the loop reads for is overdue.
            Connection connection = calls.connection();
            Call oldest = calls.oldest();
            if (connection != null && oldest != null) {
                reader.replyOverdue(connection, oldest, ended);
            }
            next = calls.expire(System.nanoTime(), ended);
        }
        completion.wake(ended);
        next = earlier(earlier(next, completion.expire(System.nanoTime())), examined);
        if (next != 0) {
            try {
                loops.current().arm(this, next);
                timer = next;
            } catch (IOException e) {
                WireLog.loopFailed(e);
            }
        }
    }

    /** Returns the earlier of two times, of which 0 is none. */
    private static long earlier(long one, long other) {
        return one == 0 || (other != 0 && other - one < 0) ? other : one;
    }

    /** Watches the connection once it is idle, and gives back what it needed while it was busy. */
    @Override
    boolean sweep(long now) {
        Connection connection = calls.connection();
        if (connection == null || !isToBeWatched(connection)) {
            watching = false;
            // One that was opened and used just before relied on being watched.
            boolean another = calls.connection() != connection;
            if (another) {
                watching = true;
            }
            return another;
        }
        if (connection.idle(now) < IDLE || !leases.tryExamine(connection, true)) {
            return true;
        }
        try {
            if (connection.transport().selectable() != null) {
                watch(connection);
            } else {
                readInBackground(connection);
            }
            connection.releaseBuffers();
        } finally {
            watching = false;
            reader.endExamining();
        }
        return false;
    }

    /** Has a thread of its own wait for what comes on a connection that no selector can wait for. */
    private void readInBackground(Connection connection) {
        BackgroundReader background = connection.transport().background();
        try {
            if (background != null) {
                background.start(resources, () -> reader.examineIdle(connection, IDLE));
            }
        } catch (IOException | RuntimeException | Error e) { // as in noteUse
            WireLog.unwatched(connection, e);
        }
    }
}
