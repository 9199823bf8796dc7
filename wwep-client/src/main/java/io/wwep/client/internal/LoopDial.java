package io.wwep.client.internal;

import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection on the event loop, for a call or a {@link FirstConnection} that no platform thread waits for.
 * Uses the loop's selector and timers to
 * wait until dialing is allowed, and between the steps of the {@link Dial}. Work that may block runs on a worker.
 *
 * <p>For the loop's own thread, except for {@link #lookedUp}.
 */
final class LoopDial extends EventLoop.Handler implements Dial.Driver {

    /** Receives the result, on the loop's thread. */
    interface Outcome {

        void opened(Connection connection);

        /** The attempt failed for this reason, and the call has no time left to wait for {@link #failed}, which follows. */
        void late(WwepConnectException cause);

        /** The attempt failed for this reason. */
        void failed(Throwable cause);
    }

    private final EventLoop loop;
    private final ServerConnection server;
    private final Resources resources;
    private final Object what;
    private final Deadline deadline;
    private final Outcome outcome;

    /** Null while dialing is not allowed yet after a failed attempt. */
    private @Nullable Dial dial;

    /** Whether a worker is doing work that may block. */
    private boolean working;

    /** What the call fails with if its time is up, while a worker asks the user's policy how long to wait. */
    private @Nullable WwepConnectException failure;

    /** Whether the policy was asked for the longest delay. */
    private boolean asked;

    private boolean over;

    /**
     * Prepares an attempt.
     *
     * @param what what it is for, as messages name it
     */
    LoopDial(
            EventLoop loop,
            ServerConnection server,
            Resources resources,
            Object what,
            Deadline deadline,
            Outcome outcome) {
        this.loop = loop;
        this.server = server;
        this.resources = resources;
        this.what = what;
        this.deadline = deadline;
        this.outcome = outcome;
    }

    /** Continues as far as possible without waiting. */
    void proceed() {
        if (over) {
            return;
        }
        try {
            if (working) {
                check();
            } else {
                step();
            }
        } catch (WwepConnectException e) {
            if (dial == null) {
                end(e); // no attempt was made
            } else {
                fail(e);
            }
        } catch (WwepException | RuntimeException | Error e) {
            end(e);
        }
    }

    private void step() throws WwepException {
        Dial current = dial;
        if (current == null) {
            WwepConnectException delayed = asked || server.isClientClosed() ? null : server.delayed();
            if (delayed != null) {
                asked = true;
                boolean answers = askPolicy(delayed, server::askLongestDelay, () -> {
                    if (deadline.hasPassed()) {
                        end(delayed);
                    } else {
                        proceed();
                    }
                });
                if (answers) {
                    return;
                }
            }
            long wait = server.untilDial(what, deadline);
            if (wait > 0) {
                asked = false; // for the next exchange, which may find the delay shortened
                loop.arm(this, System.nanoTime() + wait);
                return;
            }
            current = server.beginDial(deadline, this);
            dial = current;
        }
        switch (current.step()) {
            case LOOKUP, CONNECT -> {}
            case INPUT -> await(current, SelectionKey.OP_READ);
            case ROOM -> await(current, SelectionKey.OP_WRITE);
            case WORK -> work(current);
            case NOTHING -> {
                Connection opened = server.opened(current.connection());
                stopWaiting(current.channel());
                over = true;
                loop.disarm(this);
                outcome.opened(opened);
                return;
            }
        }
        loop.arm(this, current.until());
    }

    private void await(Dial current, int operation) throws WwepException {
        try {
            loop.register(current.channel(), operation, this);
        } catch (IOException | CancelledKeyException e) {
            current.close();
            throw current.failed(e instanceof IOException io ? io : new IOException(e));
        }
    }

    private void work(Dial current) {
        stopWaiting(current.channel());
        working = true;
        resources.execute(() -> {
            try {
                current.work();
            } finally {
                loop.execute(this::worked);
            }
        });
    }

    private void worked() {
        // Otherwise the attempt has failed meanwhile, and another worker is asking the policy.
        if (failure == null) {
            working = false;
            proceed();
        }
    }

    private void stopWaiting(SocketChannel channel) {
        SelectionKey key = loop.keyOf(channel);
        if (key != null && key.isValid()) {
            key.interestOps(0);
        }
    }

    /** Ends the attempt if its time is up, or the client is closed, while a worker is busy with it. */
    private void check() throws WwepException {
        WwepConnectException failed = failure;
        if (failed != null) {
            if (server.isClientClosed()) {
                end(dial == null ? server.closed(what) : failed);
            } else if (deadline.hasPassed()) {
                outcome.late(failed);
            } else {
                loop.arm(this, deadline.end());
            }
            return;
        }
        Dial current = dial;
        if (current != null) {
            current.check();
            loop.arm(this, current.until());
        }
    }

    private void fail(WwepConnectException e) {
        if (!server.asksPolicy()) {
            server.connectFailed(e);
            end(e);
            return;
        }
        if (deadline.hasPassed()) {
            outcome.late(e);
        }
        if (!askPolicy(e, () -> server.connectFailed(e), () -> end(e))) {
            end(e); // the next exchange tries at once
        }
    }

    /**
     * Has a worker ask the user's policy, which may block; if the call's time is up meanwhile, it fails for this reason.
     *
     * @return false if no thread is available
     */
    private boolean askPolicy(WwepConnectException reason, Runnable question, Runnable next) {
        failure = reason;
        working = true;
        loop.arm(this, deadline.end());
        try {
            resources.execute(() -> {
                try {
                    question.run();
                } finally {
                    loop.execute(() -> {
                        failure = null;
                        working = false;
                        next.run();
                    });
                }
            });
            return true;
        } catch (RuntimeException | Error noThread) {
            failure = null;
            working = false;
            reason.addSuppressed(noThread);
            return false;
        }
    }

    private void end(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        loop.disarm(this);
        Dial current = dial;
        if (current != null) {
            current.close();
        }
        outcome.failed(cause);
    }

    @Override
    void ready(SelectionKey key) {
        if (working || over) {
            key.interestOps(0);
        } else {
            proceed();
        }
    }

    @Override
    void expire(long now) {
        proceed();
    }

    @Override
    boolean sweep(long now) {
        return false;
    }

    // ---- as the driver of the dial ----

    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public void await(SocketChannel channel) throws IOException {
        loop.register(channel, SelectionKey.OP_CONNECT, this);
    }

    @Override
    public void connected(SocketChannel channel) {
        stopWaiting(channel);
    }

    @Override
    public void lookedUp() {
        loop.execute(this::proceed);
    }
}
