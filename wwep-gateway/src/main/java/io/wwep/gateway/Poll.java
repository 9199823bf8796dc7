package io.wwep.gateway;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.WwepClient;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the polls of an endpoint, one at a time. A poll reads each register once, in one batch; values over several
 * registers are read again, after a pause, until two reads agree. Confined to the gateway's thread.
 */
final class Poll {

    /**
     * Number of reads to keep pending in the client unless the server is known to keep connections open. The others
     * wait here: in the client, their deadlines would already be running, and writes would queue behind them.
     */
    private static final int FEW = 2;

    /** After this many consecutive failures, a poll sends no further reads. */
    private static final int HOPELESS = 3;

    private final GatewayThread thread;
    private final WwepClient client;
    private final String server;
    private final long patience;
    private final boolean isOneShot;
    private final List<PolledWatch> watches = new ArrayList<>(0);
    private final List<PolledRegister> registers = new ArrayList<>(0);
    private List<PolledWatch> reading = new ArrayList<>(0);
    private List<PolledWatch> again = new ArrayList<>(0);

    private long due;
    private long started;
    private long progress;
    private long batch;
    private int outstanding;
    private int sent;
    private int answered;
    private int failuresInRow;
    private boolean isSending;
    private int requests;
    private boolean isRunning;
    private boolean isPaused;
    private long resumesAt;
    private boolean isOverdue;
    private boolean hasReply;
    private @Nullable WwepException failure;

    /**
     * Creates the polls of an endpoint; starts none.
     *
     * @param patience nanoseconds without a reply after which the watches become stale
     * @param isOneShot whether the client opens a connection for each read
     */
    Poll(GatewayThread thread, WwepClient client, String server, long patience, boolean isOneShot) {
        this.thread = thread;
        this.client = client;
        this.server = server;
        this.patience = patience;
        this.isOneShot = isOneShot;
    }

    boolean isRunning() {
        return isRunning;
    }

    /** Returns whether the watches were made stale because no reply has arrived for too long. */
    boolean isOverdue() {
        return isOverdue;
    }

    /** Returns the time at which the poll becomes overdue if no reply arrives before. */
    long overdueAt() {
        return progress + patience;
    }

    /** Returns whether the poll is pausing before it reads again. */
    boolean isPaused() {
        return isPaused;
    }

    /** Returns the time at which the pause ends. */
    long resumesAt() {
        return resumesAt;
    }

    /** Returns the delay from the due time to the start, in nanoseconds. */
    long lateness() {
        return started - due;
    }

    long started() {
        return started;
    }

    /** Returns the number of reads sent. */
    int requests() {
        return requests;
    }

    /** Returns the last failure of a read, or null if none has failed. */
    @Nullable
    WwepException failure() {
        return failure;
    }

    boolean hasReply() {
        return hasReply;
    }

    /** Adds a watch to the poll that is about to start. */
    void add(PolledWatch watch) {
        if (watch.begin()) {
            watches.add(watch);
        }
    }

    /** Starts the poll of the added watches; returns whether it has already completed. */
    boolean start(long dueAt, long now) {
        due = dueAt;
        started = now;
        requests = 0;
        isRunning = true;
        isOverdue = false;
        hasReply = false;
        failure = null;
        failuresInRow = 0;
        reading.addAll(watches);
        return read(now);
    }

    private boolean read(long now) {
        progress = now;
        batch++;
        for (int i = 0; i < reading.size(); i++) {
            PolledWatch watch = reading.get(i);
            watch.beginRead();
            for (PolledRegister register : watch.registers()) {
                if (register.join(batch)) {
                    registers.add(register);
                }
            }
        }
        // One extra, released below, so that immediate replies cannot complete the poll before everything is sent.
        outstanding = registers.size() + 1;
        sent = 0;
        answered = 0;
        send();
        return release();
    }

    /** Sends as many of the remaining reads as the limit allows. */
    private void send() {
        if (isSending) {
            return; // called for an immediate reply: the loop below continues
        }
        isSending = true;
        try {
            boolean isLimited = registers.size() - sent > FEW && !keepsConnections();
            while (sent < registers.size() && (!isLimited || sent - answered < FEW)) {
                PolledRegister register = registers.get(sent++);
                WwepException cause = failure;
                if (cause != null && failuresInRow >= HOPELESS) {
                    tell(register, null, cause);
                    answered++;
                    outstanding--;
                } else {
                    requests++;
                    register.read(client);
                }
            }
        } finally {
            isSending = false;
        }
    }

    private boolean keepsConnections() {
        return !isOneShot && client.statistics().behavior() == ConnectionBehavior.KEEP_ALIVE;
    }

    /** Handles the reply or failure of a register's read; returns whether the poll has completed. */
    boolean answered(PolledRegister register, @Nullable WwepReply reply, @Nullable WwepException cause) {
        answered++;
        if (cause == null) {
            progress = thread.nanos();
            hasReply = true;
            isOverdue = false;
            failuresInRow = 0;
        } else {
            failure = cause;
            failuresInRow = cause.delivery() == Delivery.NOT_SENT ? HOPELESS : failuresInRow + 1;
        }
        boolean isOver;
        try {
            tell(register, reply, cause);
            send();
        } finally {
            isOver = release();
        }
        return isOver;
    }

    private void tell(PolledRegister register, @Nullable WwepReply reply, @Nullable WwepException cause) {
        for (PolledWatch watch : register.watches()) {
            if (watch.isAwaiting() && watch.answered(register, reply, cause)) {
                again.add(watch);
            }
        }
    }

    private boolean release() {
        outstanding--;
        if (outstanding > 0) {
            return false;
        }
        registers.clear();
        reading.clear();
        long pause = 0;
        for (int i = 0; i < again.size(); i++) {
            pause = Math.max(pause, again.get(i).pause());
        }
        if (pause == 0) {
            return readAgain(System.nanoTime());
        }
        isPaused = true;
        resumesAt = System.nanoTime() + pause;
        progress = resumesAt;
        return false;
    }

    /** Continues if a pause has ended; returns whether the poll has completed. */
    boolean resume(long now) {
        if (!isPaused || resumesAt - now > 0) {
            return false;
        }
        isPaused = false;
        return readAgain(now);
    }

    private boolean readAgain(long now) {
        again.removeIf(watch -> !watch.isInPoll());
        if (!again.isEmpty()) {
            List<PolledWatch> next = again;
            again = reading;
            reading = next;
            return read(now);
        }
        watches.clear();
        isRunning = false;
        return true;
    }

    /** Returns, once, the reason to make the watches stale if no reply has arrived for too long; otherwise null. */
    @Nullable
    WwepException overdue(long now) {
        if (!isRunning || isOverdue || overdueAt() - now > 0) {
            return null;
        }
        isOverdue = true;
        boolean connected = client.isConnected();
        return new WwepTimeoutException(
                server + " has not answered a poll within " + TimeUnit.NANOSECONDS.toMillis(patience) + " ms; "
                        + (connected ? "still waiting for its reply" : "still connecting"),
                failure,
                connected ? Phase.REPLY : Phase.CONNECT,
                connected ? Delivery.UNKNOWN : Delivery.NOT_SENT);
    }

    /** Makes stale the watches whose result is still pending. */
    void makeStale(WwepException cause) {
        for (int i = 0; i < watches.size(); i++) {
            PolledWatch watch = watches.get(i);
            if (watch.isInPoll()) {
                watch.stale(cause);
            }
        }
    }
}
