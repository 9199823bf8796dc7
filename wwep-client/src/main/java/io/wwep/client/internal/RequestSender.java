package io.wwep.client.internal;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** The work of the write lease's holder: provides a connection, and sends all queued requests in one write. */
final class RequestSender {

    private final Failures failures;
    private final ServerConnection server;
    private final Calls calls;
    private final Completion completion;
    private final Handover handover;

    RequestSender(Settings settings, ServerConnection server, Calls calls, Completion completion, Handover handover) {
        this.failures = new Failures(settings);
        this.server = server;
        this.calls = calls;
        this.completion = completion;
        this.handover = handover;
    }

    /**
     * Sends queued requests until no more may be sent, then gives the write lease back.
     *
     * @param own the call that has the lease, of this thread or without a thread
     * @return whether this thread has the read lease now
     */
    boolean send(Call own, Ended ended, long start) {
        Next next = Next.SEND;
        try {
            long now = start;
            while (next == Next.SEND) {
                next = sendOnce(own, ended, now);
                completion.wake(ended);
                if (next == Next.SEND) {
                    now = System.nanoTime();
                }
            }
        } catch (RuntimeException | Error e) {
            handover.failAllInFlight(own, e, ended);
            throw e;
        } finally {
            boolean more = next != Next.READ && calls.endSending(own);
            completion.wake(ended);
            if (more || own.isDone()) {
                handover.handOn();
            }
        }
        return next == Next.READ;
    }

    /** Sends one batch of queued requests; returns what to do next. */
    private Next sendOnce(Call own, Ended ended, long start) {
        long now = start;
        Connection connection = calls.connection();
        boolean used = true;
        if (!checkTime(own, now, ended)) {
            return Next.NOTHING;
        }
        boolean trusted = connection != null && server.isInBurst(connection, now);
        if (connection == null || (!trusted && calls.isIdle())) {
            if (own.isDone() || own.isInFlight()) {
                return Next.NOTHING;
            }
            Connection kept = connection;
            connection = connect(own, kept, ended);
            if (connection == null) {
                return Next.NOTHING;
            }
            used = connection == kept || connection.exchanges() > 0;
            now = System.nanoTime();
            trusted = connection == kept || connection.silence().isShort(now);
            if (!checkTime(own, now, ended)) {
                return Next.NOTHING;
            }
            if (own.isDone() && !server.isKept(connection) && calls.release(connection, null)) {
                // The application has ended the future meanwhile.
                server.close(connection, null);
                return Next.NOTHING;
            }
        }
        Batches batches = connection.batches();
        if (batches.areOfSeveralCalls()) {
            // Callers that were just answered are about to send again: use one write for all of them.
            Yielding.SHARED.toGather();
        }
        int count = calls.fill(connection, batches, now, used, trusted, ended);
        if (count <= 0) {
            return count < 0 ? Next.SEND : Next.NOTHING;
        }
        try {
            if (!connection.send(batches.requests(), count, handover.until(own))) {
                throw new SocketTimeoutException("the server accepted no more bytes in time");
            }
            return flushed(connection, own, ended);
        } catch (IOException e) {
            sendingFailed(connection, own, e, true, ended);
            return Next.SEND;
        }
    }

    /**
     * Returns the present connection if it can be trusted, or a new one; returns null, and fails the call, if there is
     * none.
     */
    private @Nullable Connection connect(Call own, @Nullable Connection kept, Ended ended) {
        WwepRequest request = own.current();
        try {
            if (kept != null && examine(kept)) {
                boolean ready;
                try {
                    WwepRequest first = calls.nextRequest();
                    ready = server.isReady(kept, first == null ? request : first, own.deadline());
                } finally {
                    var unused = calls.endReading();
                }
                if (ready) {
                    return kept;
                }
                WwepException refused = handover.closeUnusable(kept);
                if (refused != null) {
                    throw refused;
                }
            }
            return install(server.dial(request, own.deadline()), request);
        } catch (WwepException e) {
            calls.fail(own, e, ended);
            return null;
        }
    }

    /** Takes the read lease of an idle connection; returns false if the connection is released. */
    @SuppressWarnings(
            "ThreadPriorityCheck") // the reader has completed its last reply and is about to give the lease back
    private boolean examine(Connection kept) {
        while (!calls.tryExamine(kept, false)) {
            if (calls.connection() != kept) {
                return false;
            }
            Thread.yield();
        }
        return true;
    }

    /** Makes this the connection for further calls. */
    Connection install(Connection opened, Object what) throws WwepException {
        if (!calls.install(opened, server.window(opened))) {
            server.close(opened, null);
            throw failures.closed(what);
        }
        completion.dispatch();
        return opened;
    }

    /** Returns whether a call may still be sent; ends it if not. */
    private boolean checkTime(Call own, long now, Ended ended) {
        if (own.isDone() || own.isInFlight()) {
            return true; // other calls are being sent
        }
        WwepException cause = Handover.isInterrupted(own)
                ? failures.interruptedBefore(own.current(), null)
                : own.deadline().end() - now <= 0 ? failures.outOfTime(own.current(), own.deadline()) : null;
        if (cause != null) {
            calls.fail(own, cause, ended);
        }
        return cause == null;
    }

    private void sendingFailed(Connection connection, Call own, IOException e, boolean mayWait, Ended ended) {
        calls.takeBack(connection, connection.neverLeft(e));
        Call victim = calls.isIdle() || Handover.isInterrupted(own) ? own : handover.oldest(own);
        // The server may have sent why it closed, if no one else is reading that.
        boolean reads = calls.tryRead(false) != null || calls.tryExamine(connection, false);
        WwepException cause;
        try {
            cause = connection
                    .diagnosis()
                    .sendingFailed(
                            victim.current(),
                            e,
                            victim.isInFlight() ? Delivery.UNKNOWN : Delivery.NOT_SENT,
                            victim.deadline(),
                            Handover.isInterrupted(victim, own),
                            reads,
                            mayWait);
        } finally {
            if (reads) {
                var unused = calls.endReading();
            }
        }
        handover.lose(connection, new Loss(victim, cause), true, ended);
    }

    /**
     * Sends for a future or a virtual thread, without blocking: on the loop, or on the thread that calls {@code exchangeAsync}.
     *
     * @param own the call that has the write lease
     * @param usable whether the connection may be used if nothing is in flight on it
     * @return the work left for a thread that may block, or null if there is none
     */
    @Nullable
    Runnable sendNow(Connection connection, Call own, boolean usable, Ended ended) {
        try {
            Batches batches = connection.batches();
            boolean trusted = usable;
            while (true) {
                boolean used = connection.exchanges() > 0;
                int count = calls.fill(connection, batches, System.nanoTime(), used, trusted, ended);
                if (count <= 0) {
                    break;
                }
                try {
                    if (!connection.send(batches.requests(), count, System.nanoTime())) {
                        return () -> sendRest(connection, own);
                    }
                    if (flushed(connection, own, ended) != Next.SEND) {
                        return null;
                    }
                } catch (IOException e) {
                    sendingFailed(connection, own, e, false, ended);
                }
                trusted = server.isInBurst(connection, System.nanoTime());
            }
        } catch (RuntimeException | Error e) {
            handover.failAllInFlight(own, e, ended);
            WireLog.failed(own.current(), e);
        }
        endSending(own, ended);
        return null;
    }

    /** Gives the write lease of a call back, and hands it on. */
    void endSending(Call own, Ended ended) {
        if (calls.endSending(own)) {
            if (server.isClientClosed()) {
                calls.fail(own, failures.closed(own.current()), ended);
            }
            handover.handOn();
        }
    }

    /** Returns whether the loop is to open a connection for a call with the write lease; if not, gives the lease back. */
    boolean needsConnection(Call own, Ended ended) {
        if (checkTime(own, System.nanoTime(), ended) && !own.isDone()) {
            return true;
        }
        endSending(own, ended);
        return false;
    }

    /** As {@link #sendNow}, on a connection that the loop has just opened for this call. */
    @Nullable
    Runnable sendOnNew(Connection opened, Call own, Ended ended) {
        try {
            var unused = install(opened, own.current());
        } catch (WwepException e) {
            calls.fail(own, e, ended);
            endSending(own, ended);
            return null;
        }
        if (own.isDone() && !server.isKept(opened) && calls.release(opened, null)) {
            // The application has ended the future meanwhile.
            server.close(opened, null);
            endSending(own, ended);
            return null;
        }
        return sendNow(opened, own, opened.silence().isShort(System.nanoTime()), ended);
    }

    private void sendRest(Connection connection, Call own) {
        Ended ended = new Ended();
        Next next = Next.SEND;
        try {
            try {
                if (!connection.finishSending(handover.until(own))) {
                    throw new SocketTimeoutException("the server accepted no more bytes in time");
                }
                next = flushed(connection, own, ended);
            } catch (IOException e) {
                sendingFailed(connection, own, e, true, ended);
            }
        } catch (RuntimeException | Error e) {
            handover.failAllInFlight(own, e, ended);
            WireLog.failed(own.current(), e);
        }
        if (next == Next.SEND) {
            // The loop continues: it needs no thread to wait for another connection.
            endSending(own, ended);
        }
        completion.wake(ended);
    }

    private Next flushed(Connection connection, Call own, Ended ended) {
        if (connection.exchanges() == 0) {
            connection.silence().end(System.nanoTime());
        }
        Next next = calls.flushed(own);
        Loss loss = next == Next.SETTLE ? calls.loss() : null;
        if (loss == null) {
            return next;
        }
        handover.lose(connection, loss, true, ended);
        return Next.SEND;
    }
}
