package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** The work of the read lease's holder: reads for all, and matches each reply to the oldest request in flight. */
final class ReplyReader {

    private final ServerConnection server;
    private final Calls calls;
    private final Completion completion;
    private final Handover handover;

    ReplyReader(ServerConnection server, Calls calls, Completion completion, Handover handover) {
        this.server = server;
        this.calls = calls;
        this.completion = completion;
        this.handover = handover;
    }

    /** Reads for all until this call is done or no reply is due, then gives the read lease back. */
    void read(Connection connection, Call own) {
        Ended ended = own.waiter.ended;
        try {
            if (!own.isInFlight()) {
                letInterruptsPass(connection);
            }
            while (!own.isDone() && receive(connection, own, ended, handover.until(own)) > 0) {
                completion.wake(ended);
                var unused = handover.handOnSending();
            }
        } catch (RuntimeException | Error e) {
            handover.failAllInFlight(own, e, ended);
            throw e;
        } finally {
            boolean more = own.waiter.endedReading ? own.waiter.leavesOthers : calls.endReading();
            completion.wake(ended);
            if (more) {
                handover.handOn();
            }
            if (more && !own.isAnswered()) {
                // Its caller has stopped waiting, and all others may have too.
                handover.closeIfDeserted(own);
            }
        }
    }

    /** Keeps an interrupt of this thread, which reads for others, from closing their connection. */
    private static void letInterruptsPass(Connection connection) {
        try {
            connection.transport().enableReuse();
        } catch (IOException e) {
            // It is broken or closed already: reading will show which.
        }
    }

    /**
     * Receives once and completes calls.
     *
     * @param own the call of the reading thread, or any other in flight
     * @return how many requests are still in flight; not positive if nothing more is due on the connection
     */
    int receive(Connection connection, Call own, Ended ended, long until) {
        try {
            int count = connection.receive(until);
            if (count == 0) {
                return nothingCame(connection, own, new SocketTimeoutException("no reply came in time"), ended);
            }
            int inFlight = complete(connection, own, ended);
            if (own.waiter.endedReading) {
                // Another thread may be reading by now. Until this one gave the lease back, nothing was wrong.
                return inFlight;
            }
            WwepException malformed = connection.malformed();
            if (inFlight > 0 && malformed != null) {
                return handover.lose(connection, new Loss(handover.oldest(own), malformed), false, ended);
            }
            if (inFlight > 0 && (count < 0 || !connection.isReusable())) {
                Call oldest = handover.oldest(own);
                return handover.lose(
                        connection,
                        new Loss(oldest, connection.diagnosis().endedBefore(oldest.current())),
                        false,
                        ended);
            }
            return inFlight;
        } catch (IOException e) {
            return nothingCame(connection, own, e, ended);
        }
    }

    /** Decodes what arrived and passes replies to their calls; returns how many requests are still in flight. */
    private int complete(Connection connection, Call own, Ended ended) {
        while (true) {
            WwepRequest[] expected = connection.batches().expected();
            WwepReply[] replies = connection.batches().replies();
            int oldest = calls.expected(connection, expected);
            int count = connection.decode(expected, oldest, replies);
            long now = System.nanoTime();
            if (count > 0 && server.mayAnswerSilence(connection, replies[0], now) && calls.sendAgain(connection)) {
                WireLog.sendingAgainAfterSilence(connection);
                server.close(connection, null);
                return Leases.RELEASED;
            }
            if (count > 0) {
                connection.markUsed(now);
                if (!(expected[count - 1] instanceof WwepRequest.Raw)) {
                    server.learnFrom(connection);
                }
            }
            boolean all = !connection.hasUndecoded();
            boolean well = all && connection.malformed() == null && connection.isReusable();
            int inFlight = calls.answer(
                    connection,
                    replies,
                    count,
                    now,
                    all && server.isKept(connection),
                    server.window(connection),
                    // This thread keeps the lease while it has replies to decode, or a failure to settle:
                    // otherwise another one would do that too.
                    well ? own : Leases.NOBODY,
                    ended);
            if (inFlight == Leases.RELEASED) {
                server.close(connection, null);
            }
            if (all || count == 0 || inFlight <= 0 || connection.malformed() != null) {
                return inFlight;
            }
        }
    }

    /** Handles the end of a wait without a reply: a timeout, an interrupt, or the end of the connection. */
    private int nothingCame(Connection connection, Call own, IOException e, Ended ended) {
        if (calls.connection() != connection) {
            return 0; // lost or closed meanwhile
        }
        boolean timedOut = e instanceof SocketTimeoutException;
        boolean overdue = System.nanoTime() - calls.overdueAt() >= 0;
        boolean interrupted = Handover.isInterrupted(own);
        boolean ownOver = !own.isDone() && own.deadline().hasPassed();
        if (timedOut && !overdue && !interrupted && !ownOver) {
            return 1; // go on reading: a reply may still come
        }
        boolean ownAlone = !own.isDone() && (interrupted || (!overdue && ownOver));
        if (ownAlone
                && connection.transport().isOpen()
                && calls.abandonIfOthersWait(
                        own, interrupted ? AbandonReason.INTERRUPTED : AbandonReason.OUT_OF_TIME, ended)) {
            return 0;
        }
        if (timedOut && connection.finishReason()) {
            return complete(connection, own, ended);
        }
        Call victim = ownAlone ? own : handover.oldest(own);
        WwepException cause = connection
                .diagnosis()
                .receivingFailed(victim.current(), e, victim.deadline(), Handover.isInterrupted(victim, own));
        return handover.lose(connection, new Loss(victim, cause), false, ended);
    }

    /** Reads for the loop on a socket that no selector can wait for, until no reply is due. Runs on a worker. */
    void readFor(Connection connection, Call first) {
        Ended ended = new Ended();
        try {
            Call own = first;
            while (receive(connection, own, ended, handover.until(own)) > 0) {
                completion.wake(ended);
                var unused = handover.handOnSending();
                own = handover.oldest(own);
            }
        } catch (RuntimeException | Error e) {
            handover.failAllInFlight(first, e, ended);
            throw e;
        } finally {
            var unused = calls.endReading();
            completion.wake(ended);
            handover.handOn();
        }
    }

    /** Handles a reply that the loop waited for and that is overdue. */
    void replyOverdue(Connection connection, Call oldest, Ended ended) {
        nothingCame(connection, oldest, new SocketTimeoutException("no reply came in time"), ended);
    }

    /**
     * Examines an idle connection on which something has arrived: usually the server's close, answered by the client's own.
     *
     * @param idleFor how long it must have been idle, in nanoseconds
     * @return false if a thread is using the connection, or is about to: then that thread notices it
     */
    boolean examineIdle(Connection connection, long idleFor) {
        if (connection.idle(System.nanoTime()) < idleFor || !calls.tryExamine(connection, true)) {
            return false;
        }
        try {
            if (connection.check(0) != IdleCheck.IDLE) {
                server.learnFrom(connection);
                var unused = handover.closeUnusable(connection);
            }
        } finally {
            endExamining();
        }
        return true;
    }

    /** Gives both leases of an idle connection back. */
    void endExamining() {
        var unused = calls.endReading();
        unused = calls.endSending(Leases.NOBODY);
        handover.handOn();
    }

    /** Treats a connection as lost because the loop cannot wait for it. */
    void connectionFailed(Connection connection, Call oldest, Exception e, Ended ended) {
        WwepException cause = connection
                .diagnosis()
                .receivingFailed(
                        oldest.current(),
                        e instanceof IOException io ? io : new IOException(e),
                        oldest.deadline(),
                        false);
        handover.lose(connection, new Loss(oldest, cause), false, ended);
    }
}
