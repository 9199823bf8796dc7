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
 * The poll of an endpoint that is under way: each register is read once, in one batch, and what fills several registers again,
 * after a pause, until two reads agree. One object serves all polls of an endpoint, one after another. For the gateway's thread.
 */
final class Poll {

    /**
     * How many reads a server that may end each connection after one reply has at a time. The others wait here and not in the
     * client, where their deadline would run, and writes would wait for them.
     */
    private static final int FEW = 2;

    /** After so many failures in a row the server is not asked for the rest. */
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
     * Prepares for polls.
     *
     * @param patience nanoseconds without a reply after which the watches are stale
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

    /** Whether its watches are stale since no reply has come for too long. */
    boolean isOverdue() {
        return isOverdue;
    }

    /** Returns when it is overdue if there is no reply until then. */
    long overdueAt() {
        return progress + patience;
    }

    /** Whether it waits before it reads again. */
    boolean isPaused() {
        return isPaused;
    }

    /** Returns when it reads again. */
    long resumesAt() {
        return resumesAt;
    }

    /** Returns how long after its due time it was started, in nanoseconds. */
    long lateness() {
        return started - due;
    }

    long started() {
        return started;
    }

    /** Returns how many reads it has sent. */
    int requests() {
        return requests;
    }

    /** Returns why it failed, or null while nothing did. */
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

    /** Starts with the watches that were added; returns whether it is over already. */
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
        // One more than there are, so that replies that come at once do not end it before all is sent.
        outstanding = registers.size() + 1;
        sent = 0;
        answered = 0;
        send();
        return release();
    }

    /** Sends the reads that may be sent now. */
    private void send() {
        if (isSending) {
            return; // a reply came at once
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

    /** A register was answered; returns whether the poll is over. */
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

    /** Goes on after a pause if that is over; returns whether the poll is over, too. */
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

    /** Returns why its watches are to be stale, once, if there was no reply for too long; otherwise null. */
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

    /** Makes those watches stale that wait for replies. */
    void makeStale(WwepException cause) {
        for (int i = 0; i < watches.size(); i++) {
            PolledWatch watch = watches.get(i);
            if (watch.isInPoll()) {
                watch.stale(cause);
            }
        }
    }
}
