package io.wwep.client.internal;

import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Uses a client's write lease on the event loop, for calls that no platform thread waits for: opens a connection, or
 * examines the present one, and sends. Never waits; work that would block the loop runs on a worker.
 *
 * <p>For the loop's own thread, except for {@link #sendByCaller}.
 */
final class LoopSender {

    private final Settings settings;
    private final RequestSender sender;
    private final Handover handover;
    private final Calls calls;
    private final ServerConnection server;
    private final Completion completion;
    private final LoopUse loops;
    private final Resources resources;
    private final LoopHandler handler;

    private @Nullable LoopDial dialing;
    private @Nullable Examination examining;

    /** A call to be sent at the next turn of the loop. */
    private @Nullable Call delayed;

    /**
     * The examination of a kept connection, for which both leases are held.
     *
     * @param own the call that has the write lease
     * @param until the {@link System#nanoTime()} until which nothing may arrive on the connection
     * @param probed whether a read must then show that the server still answers
     */
    private record Examination(Connection kept, Call own, WwepRequest request, long until, boolean probed) {}

    LoopSender(
            Settings settings,
            RequestSender sender,
            Handover handover,
            Calls calls,
            ServerConnection server,
            Completion completion,
            LoopUse loops,
            LoopHandler handler) {
        this.settings = settings;
        this.sender = sender;
        this.handover = handover;
        this.calls = calls;
        this.server = server;
        this.completion = completion;
        this.loops = loops;
        this.resources = settings.resources();
        this.handler = handler;
    }

    /** Sends for the call that has the write lease, now or once a connection can be used. */
    void send(Call own) {
        try {
            sendOrWait(own);
        } catch (RuntimeException | Error e) { // such as an error of the logger
            if (examining != null) {
                examining = null;
                var unused = calls.endReading();
            }
            fail(own, e);
        }
    }

    private void sendOrWait(Call own) {
        Connection connection = calls.connection();
        boolean canSelect = connection == null
                ? settings.sockets().factory() == null
                : connection.transport().selectable() != null;
        if (!canSelect) {
            workOnSending(own, () -> sender.send(own, new Ended(), System.nanoTime()));
        } else if (connection == null) {
            dial(own);
        } else if (isTrusted(connection, own) || !calls.isIdle()) {
            sendNow(connection, own, isTrusted(connection, own));
        } else {
            examine(connection, own);
        }
    }

    /** Returns whether the connection can be used at once even if nothing is in flight on it. */
    private boolean isTrusted(Connection connection, Call own) {
        return server.isInBurst(connection, System.nanoTime()) || server.isReadyAtOnce(connection, own.current());
    }

    private void sendNow(Connection connection, Call own, boolean trusted) {
        Ended ended = new Ended();
        Runnable rest = sender.sendNow(connection, own, trusted, ended);
        completion.wake(ended);
        if (rest != null) {
            workOnSending(own, rest);
        }
    }

    /**
     * Sends on a caller's thread if that needs no waiting; otherwise gives the write lease back, for the loop.
     *
     * @return the connection that was used, or null if the loop must send
     */
    @Nullable
    Connection sendByCaller(Call own) {
        try {
            Connection connection = calls.connection();
            // If futures come in bursts, the loop sends all in one write.
            boolean isLone = connection != null && !connection.batches().areOfSeveralCalls();
            if (connection != null && isLone && isTrusted(connection, own) && isQuiet(connection)) {
                sendNow(connection, own, true);
                return connection;
            }
            Ended ended = new Ended();
            sender.endSending(own, ended);
            completion.wake(ended);
        } catch (RuntimeException | Error e) { // such as an error of the logger
            fail(own, e);
        }
        return null;
    }

    /**
     * Returns whether this thread can tell that nothing has arrived on an idle connection. If something has, which the loop may not
     * have noticed yet, closes the connection.
     */
    private boolean isQuiet(Connection connection) {
        if (server.isInBurst(connection, System.nanoTime())) {
            return true;
        }
        // On an interrupted thread, the end of a connection looks like one that this side has caused.
        if (Thread.currentThread().isInterrupted() || !calls.tryExamine(connection, false)) {
            return false;
        }
        boolean quiet;
        try {
            quiet = server.isQuiet(connection, 0);
        } finally {
            var unused = calls.endReading();
        }
        if (!quiet) {
            var unused = handover.closeUnusable(connection);
        }
        return quiet;
    }

    // ---- opening a connection ----

    private void dial(Call own) {
        Ended ended = new Ended();
        boolean needed = sender.needsConnection(own, ended);
        completion.wake(ended);
        if (!needed) {
            return;
        }
        try {
            LoopDial begun =
                    new LoopDial(loops.current(), server, resources, own.current(), own.deadline(), outcome(own));
            dialing = begun;
            begun.proceed();
        } catch (IOException e) {
            fail(own, e);
        }
    }

    private LoopDial.Outcome outcome(Call own) {
        return new LoopDial.Outcome() {
            @Override
            public void opened(Connection connection) {
                dialing = null;
                Ended ended = new Ended();
                try {
                    Runnable rest = sender.sendOnNew(connection, own, ended);
                    completion.wake(ended);
                    if (rest != null) {
                        workOnSending(own, rest);
                    }
                } catch (RuntimeException | Error e) { // such as an error of the logger
                    fail(own, e);
                }
                handler.proceed();
            }

            @Override
            public void late(WwepConnectException cause) {
                Ended ended = new Ended();
                calls.fail(own, cause, ended);
                completion.wake(ended);
            }

            @Override
            public void failed(Throwable cause) {
                dialing = null;
                fail(own, cause);
            }
        };
    }

    private void fail(Call own, Throwable cause) {
        Ended ended = new Ended();
        boolean unexpected = !(cause instanceof WwepException) && !server.isClientClosed();
        if (cause instanceof WwepException known) {
            calls.fail(own, known, ended);
        } else if (unexpected) {
            handover.failAllInFlight(own, cause, ended);
        }
        sender.endSending(own, ended);
        completion.wake(ended);
        if (unexpected) {
            WireLog.failed(own.current(), cause);
        }
    }

    // ---- examining the present connection ----

    private void examine(Connection kept, Call own) {
        if (!calls.tryExamine(kept, false)) {
            // Its reader is about to give the lease back, or it was just released.
            delayed = own;
            return;
        }
        WwepRequest next = calls.nextRequest();
        WwepRequest request = next == null ? own.current() : next;
        long wait = server.untilTrusted(kept, request, own.deadline());
        Examination begun =
                new Examination(kept, own, request, System.nanoTime() + wait, server.isToBeProbed(kept, request));
        examining = begun;
        boolean quiet = server.isQuiet(kept, 0);
        if (wait == 0 || !quiet) {
            finish(begun, quiet);
        } else {
            handler.watch().on(kept);
        }
    }

    boolean isExamining() {
        return examining != null;
    }

    /** Continues the examination, since something may have arrived on the connection. */
    void readable() {
        Examination current = examining;
        if (current != null) {
            continueExamination(current, false);
        }
    }

    private void continueExamination(Examination current, boolean isLast) {
        try {
            boolean quiet = server.isQuiet(current.kept, 0);
            if (!quiet || isLast) {
                finish(current, quiet);
            }
        } catch (RuntimeException | Error e) { // such as an error of the logger
            examining = null;
            var unused = calls.endReading();
            fail(current.own, e);
        }
        handler.proceed();
    }

    private void finish(Examination done, boolean quiet) {
        examining = null;
        if (!quiet || !done.probed) {
            examined(done, quiet);
            return;
        }
        try {
            EventLoop loop = loops.current();
            resources.execute(() -> {
                boolean alive = false;
                try {
                    alive = server.isAlive(done.kept, done.request, done.own.deadline());
                } finally {
                    boolean answered = alive;
                    loop.execute(() -> {
                        examined(done, answered);
                        handler.proceed();
                    });
                }
            });
        } catch (IOException | RuntimeException | Error e) { // no thread is available
            var unused = calls.endReading();
            fail(done.own, e);
        }
    }

    private void examined(Examination done, boolean ready) {
        var unused = calls.endReading();
        if (ready) {
            sendNow(done.kept, done.own, true);
            return;
        }
        WwepException refused = handover.closeUnusable(done.kept);
        if (refused == null) {
            send(done.own);
        } else {
            fail(done.own, refused);
        }
    }

    // ---- time, and the end ----

    /**
     * Handles what is due; returns the {@link System#nanoTime()} at which to call this again, or 0 if nothing is pending.
     */
    long expire(long now) {
        // Before calls expire: if the deadline has passed, the attempt to connect has the most precise failure.
        if (dialing != null) {
            dialing.proceed();
        }
        Call own = delayed;
        if (own != null) {
            delayed = null;
            send(own);
            if (delayed != null) {
                return now;
            }
            handler.proceed();
        }
        Examination current = examining;
        if (current == null) {
            return 0;
        }
        if (current.until - now <= 0) {
            continueExamination(current, true);
            return 0;
        }
        return current.until;
    }

    /** Ends all pending work, since the client is closed. */
    void close() {
        if (dialing != null) {
            dialing.proceed();
        }
        if (examining != null) {
            finish(examining, false);
        }
    }

    // ---- workers ----

    /** Sends for a call on a worker. */
    private void workOnSending(Call own, Runnable blocking) {
        if (!handler.work(own, blocking)) {
            var unused = calls.endSending(own);
            handover.handOn();
        }
    }
}
