package io.wwep.client.internal;

import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes the leases on when a thread has finished sending or reading, and handles lost connections. Thread-safe.
 */
final class Handover {

    private final Failures failures;
    private final ServerConnection server;
    private final Calls calls;
    private final Completion completion;
    private final Consumer<Call> attend;

    /**
     * Passes leases on among these calls.
     *
     * @param attend has the event loop serve a call that no platform thread waits for
     */
    Handover(Settings settings, ServerConnection server, Calls calls, Completion completion, Consumer<Call> attend) {
        this.failures = new Failures(settings);
        this.server = server;
        this.calls = calls;
        this.completion = completion;
        this.attend = attend;
    }

    /**
     * Releases a broken connection: the requests in flight on it fail or are sent again. Returns 0, since nothing is due on it.
     *
     * @param settleNow whether to settle the loss now, as the thread with the write lease does, and any thread after an unexpected
     *     error; otherwise, a thread that is still sending settles it
     */
    int lose(Connection connection, Loss found, boolean settleNow, Ended ended) {
        server.learnFrom(connection);
        WwepException cause = found.cause();
        Loss loss = cause == null ? found : new Loss(found.victim(), server.explain(connection, cause));
        switch (calls.lose(connection, loss, settleNow, ended)) {
            case SETTLED -> {
                server.close(connection, loss.reason());
                WireLog.sendingAgain(connection, ended.takeAgain());
                completion.wake(ended);
                handOn();
            }
            case LEFT_TO_WRITER -> connection.abort();
            case NOTHING -> {}
        }
        return 0;
    }

    /**
     * Fails a call after an unexpected error, of the client or of application code. For the other calls in flight, the connection
     * is lost.
     */
    void failAllInFlight(Call own, Throwable e, Ended ended) {
        WwepException cause = failures.unexpected(e);
        Connection connection = calls.connection();
        try {
            if (connection != null) {
                lose(connection, new Loss(own, cause), true, ended);
            }
        } finally {
            calls.fail(own, cause, ended);
            completion.wake(ended);
        }
    }

    /** Offers the write lease to the next call, since replies have made room for it; returns that call, or null. */
    @Nullable
    Call handOnSending() {
        Call sender = calls.nextSender();
        if (sender != null) {
            activate(sender);
        }
        return sender;
    }

    /** Wakes the calls that can take the free leases. */
    void handOn() {
        Call sender = handOnSending();
        Call reader = calls.nextReader();
        if (reader != null && reader != sender) {
            activate(reader);
        }
    }

    /**
     * Closes a connection if no one waits for the replies still due on it, and no one is reading.
     *
     * @param left the last call that someone stopped waiting for
     */
    void closeIfDeserted(Call left) {
        Connection connection = calls.isDeserted() ? calls.connection() : null;
        if (connection != null) {
            lose(connection, new Loss(left, null), false, new Ended());
        }
    }

    /**
     * Closes an idle connection that failed validation.
     *
     * @return the failure of the next call if the server has refused this client, so that another connection would be useless
     */
    @Nullable
    WwepException closeUnusable(Connection idle) {
        WwepException end = idle.idleEnd();
        if (calls.release(idle, end)) {
            server.close(idle, end);
        }
        return end instanceof WwepConnectException ? end : null;
    }

    private void activate(Call call) {
        if (call.waiter.usesLeases()) {
            call.waiter.unpark();
        } else {
            attend.accept(call);
        }
    }

    /** Returns the oldest call in flight, or this one if there is none. */
    Call oldest(Call otherwise) {
        Call oldest = calls.oldest();
        return oldest == null ? otherwise : oldest;
    }

    /** Returns the {@link System#nanoTime()} until which the thread that sends or reads for this call may wait. */
    long until(Call own) {
        long overdue = calls.overdueAt();
        long end = own.deadline().end();
        return own.isDone() || overdue - end < 0 ? overdue : end;
    }

    /** Returns whether the current thread, which reads or sends, is this call's own and is interrupted. */
    static boolean isInterrupted(Call victim, Call own) {
        return victim == own && isInterrupted(own);
    }

    static boolean isInterrupted(Call own) {
        return own.waiter.isThisThread() && Thread.currentThread().isInterrupted();
    }
}
