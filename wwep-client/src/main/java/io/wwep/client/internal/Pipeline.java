package io.wwep.client.internal;

import io.wwep.client.internal.Completions.Leaving;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The I/O of all calls, by the thread that leads: it writes for all that are queued in one write, and reads for all in as
 * few reads as it can. Once its own call is over another one leads.
 *
 * <p>Whatever breaks the connection fails all that is in flight on it at once, with that as the cause. A request that never
 * left stays in the queue, for the next connection.
 */
final class Pipeline {

    private final Settings settings;
    private final CallQueue queue;
    private final Link link;
    private final Failures failures;
    private final Completions completions;

    /** The {@link System#nanoTime()} at which the reply to the oldest request in flight is overdue. */
    private long overdue;

    /** Whether others than who leads were written for, the last time. */
    private boolean company;

    private volatile boolean closed;

    Pipeline(Settings settings, CallQueue queue, Link link, Completions completions) {
        this.settings = settings;
        this.queue = queue;
        this.link = link;
        this.failures = new Failures(settings);
        this.completions = completions;
    }

    /**
     * Does I/O until this call is over.
     *
     * @param own of the thread that calls this, or any whose caller does not wait
     * @param made whether it was made just now, so that its clock need not be looked at again
     */
    void lead(Call own, boolean made) {
        boolean justMade = made;
        try {
            while (!own.isOver()) {
                step(own, justMade);
                justMade = false;
                completions.wakeCallers();
            }
            leaveInOrder(own);
        } catch (RuntimeException | Error e) {
            giveUp(own, e);
            throw e;
        }
    }

    /** After a failure of code that was given to the client, or of its own: nobody is to wait for ever. */
    private void giveUp(Call own, Throwable e) {
        WwepException cause = failures.unexpected(e);
        Connection connection = link.current();
        if (connection != null) {
            breakConnection(connection, own, cause);
        }
        completions.end(own, cause);
        completions.wakeCallers();
    }

    /** Lets go of a connection on which replies are to come that nobody waits for. */
    void leaveInOrder(Call own) {
        Connection connection = link.current();
        if (connection == null) {
            return;
        }
        if (closed) {
            breakConnection(connection, own, failures.closedUnderWay());
        } else if (queue.inFlight() == 0) {
            link.rest(connection);
        } else if (!isAnotherWaiting(own)) {
            // Nobody is there to read the replies of those who have gone.
            breakConnection(connection, own, null);
        }
        completions.wakeCallers();
    }

    /** Fails from now on what is under way. */
    void close() {
        closed = true;
        link.close();
    }

    private void step(Call own, boolean justMade) {
        long now = justMade ? own.deadline().start() : System.nanoTime();
        Connection connection = link.current();
        try {
            if (!own.isInFlight()) {
                checkTime(own, now);
            }
            if (queue.inFlight() == 0 || connection == null) {
                connection = link.inBurst(now);
                if (connection == null) {
                    connection = link.ready(own.current(), own.deadline());
                    now = System.nanoTime();
                    checkTime(own, now);
                }
            }
        } catch (WwepException e) {
            completions.end(own, e);
            return;
        }
        if (write(connection, own, now) && queue.inFlight() > 0) {
            read(connection, own);
        }
    }

    /** The interrupt is that of the thread that leads, and so of its own call alone, whenever it comes. */
    private static boolean isInterrupted(Call victim, Call own) {
        return victim == own && Thread.currentThread().isInterrupted();
    }

    private static boolean isInterrupted(Call own) {
        return own.caller() != null && Thread.currentThread().isInterrupted();
    }

    private void checkTime(Call own, long now) throws WwepException {
        if (isInterrupted(own)) {
            throw failures.interruptedBefore(own.current(), null);
        }
        if (own.deadline().end() - now <= 0) {
            throw failures.outOfTime(own.current(), own.deadline());
        }
    }

    /** Sends what is queued and may be sent; false if that broke the connection. */
    private boolean write(Connection connection, Call own, long now) {
        boolean idle = queue.inFlight() == 0;
        if (idle) {
            letOthersAsk();
        }
        int count;
        queue.lock();
        try {
            count = fill(connection, own, now);
        } finally {
            queue.unlock();
        }
        if (idle) {
            overdue = now + settings.replyTimeout().toNanos();
        }
        return count == 0 || flush(connection, own);
    }

    /** Puts together what is queued and may be sent; gives how many requests that are. Under the lock. */
    private int fill(Connection connection, Call own, long now) {
        int room = link.window(connection) - queue.inFlight();
        int count = 0;
        company = false;
        for (Call call = queue.unsent(); call != null && count < room; call = queue.unsent()) {
            if (call != own && call.deadline().end() - now <= 0) {
                completions.expire(call);
                continue;
            }
            boolean raw = call.unsent() instanceof WwepRequest.Raw;
            int put = raw && queue.inFlight() > 0 ? 0 : call.putUnsent(connection, raw ? 1 : room - count);
            if (put == 0) {
                break;
            }
            if (call.deadline().phase() != Phase.REPLY) {
                call.deadline().enter(Phase.REPLY, now);
            }
            queue.send(call, put, link.wasKept());
            count += put;
            company |= call != own;
            if (raw || call.hasUnsent()) {
                break;
            }
        }
        return count;
    }

    /** Those who were just answered are about to ask again: one write for all of them. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it saves writes or does not
    private void letOthersAsk() {
        if (company) {
            Thread.yield();
        }
    }

    private long until(Call own) {
        return Math.min(overdue, own.deadline().end());
    }

    private boolean flush(Connection connection, Call own) {
        try {
            connection.flush(until(own));
            return true;
        } catch (IOException e) {
            queue.lock();
            queue.takeBack(connection.neverLeft(e));
            Call first = queue.first();
            queue.unlock();
            boolean left = queue.inFlight() > 0;
            Call victim = left && first != null && !isInterrupted(own) ? first : own;
            WwepException cause = connection.sendingFailed(
                    victim.current(),
                    e,
                    victim.isInFlight() ? Delivery.UNKNOWN : Delivery.NOT_SENT,
                    victim.deadline(),
                    isInterrupted(victim, own));
            breakConnection(connection, victim, cause);
            return false;
        }
    }

    private void read(Connection connection, Call own) {
        try {
            boolean more = connection.receive(until(own));
            complete(connection, own);
            if (queue.inFlight() > 0 && !(more && connection.isReusable())) {
                Call oldest = oldest(own);
                breakConnection(connection, oldest, connection.endedBefore(oldest.current()));
            } else if (queue.inFlight() == 0) {
                link.rest(connection);
            }
        } catch (WwepException e) {
            breakConnection(connection, oldest(own), e);
        } catch (IOException e) {
            receivingFailed(connection, own, e);
        }
    }

    /** Takes what came apart and gives it to its calls. */
    private void complete(Connection connection, Call own) throws WwepException {
        queue.lock();
        try {
            long now = System.nanoTime();
            boolean raw = false;
            for (Call call = queue.first(); call != null && queue.inFlight() > 0; call = queue.first()) {
                WwepRequest request = call.current();
                WwepReply reply = connection.take(request);
                if (reply == null) {
                    break;
                }
                overdue = now + settings.replyTimeout().toNanos();
                raw = request instanceof WwepRequest.Raw;
                completions.answered(call, own, request, reply, now);
            }
            Call first = queue.first();
            if (first != null && !first.isSingle()) {
                first.deadline().extend(now);
            }
            if (queue.inFlight() == 0) {
                connection.rest(now);
                if (!raw) {
                    link.learnFrom(connection);
                }
            }
        } finally {
            queue.unlock();
        }
    }

    private void receivingFailed(Connection connection, Call own, IOException e) {
        boolean overdueNow = System.nanoTime() - overdue >= 0;
        boolean interrupted = isInterrupted(own);
        if (own.isOver() && !overdueNow && e instanceof SocketTimeoutException) {
            // Its own time was up, and it has gone already: the others' is not.
            return;
        }
        boolean ownAlone =
                !own.isOver() && (interrupted || (!overdueNow && own.deadline().hasPassed()));
        if (ownAlone && connection.isOpen() && isAnotherWaiting(own)) {
            completions.leave(own, interrupted ? Leaving.INTERRUPTED : Leaving.OUT_OF_TIME);
            return;
        }
        Call victim = ownAlone ? own : oldest(own);
        WwepException cause =
                connection.receivingFailed(victim.current(), e, victim.deadline(), isInterrupted(victim, own));
        breakConnection(connection, victim, cause);
    }

    private Call oldest(Call otherwise) {
        queue.lock();
        try {
            Call first = queue.first();
            return first == null ? otherwise : first;
        } finally {
            queue.unlock();
        }
    }

    private boolean isAnotherWaiting(Call own) {
        queue.lock();
        try {
            return queue.awaitsAnother(own);
        } finally {
            queue.unlock();
        }
    }

    /** Fails what is in flight, or has it sent once more, and lets go of the connection. */
    private void breakConnection(Connection connection, Call victim, @Nullable WwepException cause) {
        link.learnFrom(connection);
        WwepException explained = cause == null ? null : link.explain(connection, cause);
        link.drop(connection, explained);
        completions.connectionLost(victim, explained, !closed);
    }
}
