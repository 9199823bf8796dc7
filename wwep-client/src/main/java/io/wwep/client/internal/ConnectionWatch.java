package io.wwep.client.internal;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the event loop wait for data on a client's connection: while the loop reads replies, and while the connection is idle,
 * so that the server's close is noticed. While callers read, the loop does not wait, so that no reply wakes it. Each use of the
 * connection is noted, so that the loop frees its buffers afterwards.
 *
 * <p>Any thread may call {@link #isOn} and {@link #noteUse}; only the loop's thread may call the rest.
 */
final class ConnectionWatch {

    /** How long a connection must be idle before it is watched: during a burst of calls, watching would only cost time. */
    private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int NONE = 0;

    private final LoopHandler handler;
    private final ReplyReader reader;
    private final Calls calls;
    private final Completion completion;
    private final LoopUse loops;
    private final Resources resources;

    /** Whether the loop is going to watch the connection once it is idle. */
    private volatile boolean planned;

    /** The number of the connection on which the loop waits for data, or {@link #NONE}. Changed only by the loop's thread. */
    private volatile int watched = NONE;

    private @Nullable SelectionKey key;

    ConnectionWatch(
            LoopHandler handler,
            ReplyReader reader,
            Calls calls,
            Completion completion,
            LoopUse loops,
            Resources resources) {
        this.handler = handler;
        this.reader = reader;
        this.calls = calls;
        this.completion = completion;
        this.loops = loops;
        this.resources = resources;
    }

    /**
     * Returns whether the loop waits for data on this connection. If a request of a future is in flight then, the loop reads its reply,
     * without being woken first.
     */
    boolean isOn(Connection connection) {
        return watched == connection.number;
    }

    /** Makes the loop watch the connection as soon as it is idle. */
    void noteUse() {
        Connection connection = planned ? null : calls.connection();
        if (connection == null) {
            return;
        }
        planned = true;
        try {
            EventLoop running = loops.get();
            if (running != null) {
                running.execute(() -> running.sweep(handler));
            }
        } catch (IOException
                | RuntimeException
                | Error e) { // the next call will find out that the server has closed it
            planned = false;
            WireLog.unwatched(connection, e);
        }
    }

    // ---- on the loop's thread ----

    /** As {@link #noteUse}, for the loop, which need not be woken. */
    void noteUseByLoop() {
        EventLoop running = planned || calls.connection() == null ? null : loops.started();
        if (running != null) {
            planned = true;
            running.sweep(handler);
        }
    }

    /** Waits for data on a connection whose channel supports a selector. */
    void on(Connection connection) {
        SocketChannel channel = connection.transport().selectable();
        if (channel == null) {
            return;
        }
        try {
            connection.transport().enableReuse();
            SelectionKey registered = key;
            if (registered == null || registered.channel() != channel || !registered.isValid()) {
                key = loops.current().register(channel, SelectionKey.OP_READ, handler);
            } else {
                registered.interestOps(SelectionKey.OP_READ);
            }
            watched = connection.number;
        } catch (IOException | CancelledKeyException e) {
            Call oldest = calls.oldest();
            Ended ended = new Ended();
            try {
                if (oldest != null) {
                    reader.connectionFailed(connection, oldest, e, ended);
                }
            } finally {
                completion.wake(ended);
            }
        }
    }

    /**
     * Examines a connection on which something has arrived although the loop does not have the read lease. On an idle connection,
     * that is usually the server's close, which the client answers at once.
     */
    void checkIdle(Connection connection, SelectionKey ready) {
        if (reader.examineIdle(connection, IDLE)) {
            noteUseByLoop();
        } else {
            // A caller reads the reply or has read it, or a thread is about to use the connection and checks it.
            suspend(ready);
        }
    }

    private void suspend(SelectionKey ready) {
        watched = NONE;
        try {
            ready.interestOps(0);
            loops.current().sweep(handler);
            planned = true;
        } catch (IOException | CancelledKeyException e) {
            ready.cancel();
        }
        Connection connection = calls.connection();
        if (connection != null && calls.tryReadByLoop(connection)) {
            // A thread that saw the loop waiting has just sent a future's request.
            on(connection);
            handler.attendBy(calls.overdueAt());
        }
    }

    /** Watches the connection once it is idle, and releases the buffers that it needed while busy; returns whether to sweep again. */
    boolean sweep(long now) {
        Connection connection = calls.connection();
        if (connection == null) {
            planned = false;
            // One may have been opened and used meanwhile, when a sweep was still planned.
            boolean opened = calls.connection() != null;
            if (opened) {
                planned = true;
            }
            return opened;
        }
        if (connection.idle(now) < IDLE || !calls.tryExamine(connection, true)) {
            return true;
        }
        try {
            on(connection);
            readInBackground(connection);
            connection.releaseBuffers();
        } finally {
            planned = false;
            reader.endExamining();
        }
        return false;
    }

    /** Starts a separate thread that reads from a connection no selector can wait for, unless it has started. */
    private void readInBackground(Connection connection) {
        BackgroundReader background = connection.transport().background();
        try {
            if (background != null && !background.isStarted()) {
                background.start(resources, () -> checkIdleInBackground(connection));
            }
        } catch (IOException | RuntimeException | Error e) { // see noteUse
            WireLog.unwatched(connection, e);
        }
    }

    /** Examines, on that thread, a connection on which it has received something that no one reads. */
    private void checkIdleInBackground(Connection connection) {
        if (reader.examineIdle(connection, IDLE)) {
            noteUse();
        }
    }
}
