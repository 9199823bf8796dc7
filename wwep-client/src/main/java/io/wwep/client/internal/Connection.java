package io.wwep.client.internal;

import io.wwep.protocol.ReplyDecoder;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection and the messages on it: encodes and sends requests, and receives and decodes replies. It reuses its buffers
 * for each exchange.
 *
 * <p>Used by one thread at a time, except for {@link #abort()}.
 */
final class Connection {

    /** An idle check of a socket without a channel takes a millisecond, which is too long during a burst. */
    private static final long CHECK_WITHOUT_CHANNEL_AFTER = TimeUnit.MILLISECONDS.toNanos(20);

    /** The shortest timeout of a socket without a channel. */
    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);

    private static final byte[] NOTHING = {};

    /** Room for about 40 replies. */
    private static final int INITIAL_INPUT = 512;

    private static final int MAX_INPUT = 32 * 1024;

    /** Room for the text of a course server's refusal. */
    private static final int UNEXPECTED = 64;

    /** Its number among the connections of its client, from 1. */
    final int number;

    private final Transport transport;
    private final Silence silence;
    private final Settings settings;
    private final Closing closing;
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final Diagnosis diagnosis;
    private final Failures failures;
    private final SendBuffer sending;
    private byte[] received = NOTHING;
    private int next;
    private int end;
    private boolean filled = true;
    private boolean logged;
    private boolean endsOutput;
    private final Batches batches;
    private final AtomicInteger exchanges = new AtomicInteger();
    private final AtomicLong lastUse = new AtomicLong();
    private volatile boolean reusable = true;
    private volatile boolean ended;
    private boolean refused;
    private @Nullable WwepException malformed;
    private volatile @Nullable WwepException idleEnd;

    /**
     * Creates a connection over a connected transport, after any TLS handshake.
     *
     * @param opened the {@link System#nanoTime()} at which it was opened
     * @param roundTrip how long connecting took, in nanoseconds, without the TLS handshake
     */
    Connection(int number, Transport transport, long opened, long roundTrip, Settings settings, Closing closing) {
        this.number = number;
        this.transport = transport;
        this.sending = new SendBuffer(transport);
        lastUse.setPlain(opened);
        this.silence = new Silence(opened, roundTrip);
        this.settings = settings;
        this.closing = closing;
        this.batches = new Batches(settings.sending().maxInFlight());
        this.failures = new Failures(settings);
        this.diagnosis = new Diagnosis(this, transport, decoder, settings);
    }

    /** Returns the diagnosis, which turns errors on this connection into failures of requests. */
    Diagnosis diagnosis() {
        return diagnosis;
    }

    /** Frees what an idle connection does not need. Call only while no one sends or reads. */
    void releaseBuffers() {
        if (next == end) {
            received = NOTHING;
            filled = true;
            next = 0;
            end = 0;
        }
        batches.release();
        sending.release();
        transport.releaseBuffers();
    }

    /** Returns the arrays for requests and replies that are sent or arrive together. */
    Batches batches() {
        return batches;
    }

    /**
     * Sends requests in one write.
     *
     * @param until the {@link System#nanoTime()} at which to stop waiting for room, if the socket supports that
     * @return false if the system did not accept all bytes by then; {@link #finishSending} continues
     */
    boolean send(WwepRequest[] requests, int count, long until) throws IOException {
        for (int i = 0; i < count; i++) {
            sending.append(requests[i]);
        }
        WireLog.sent(this, requests, count);
        endsOutput = requests[count - 1] instanceof WwepRequest.Raw;
        return sent(sending.flush(until));
    }

    /** Continues a {@link #send} that the system did not accept completely; returns whether it is complete now. */
    boolean finishSending(long until) throws IOException {
        return sent(transport.flush(until));
    }

    /** Ends the output if what was being sent is complete, and is raw bytes. */
    private boolean sent(boolean all) {
        if (all && endsOutput) {
            shutdownOutput();
        }
        return all;
    }

    /**
     * Sends a request on an idle connection and waits for its reply.
     *
     * @return 1, or as {@link #receive} if there was no reply
     */
    int probe(WwepRequest request, long until) throws IOException {
        int count = send(new WwepRequest[] {request}, 1, until) ? 1 : 0;
        while (count > 0 && decodeReply(request) == null) {
            count = Math.min(1, receive(until));
        }
        exchanges.setRelease(exchanges.getPlain() + Math.max(0, count));
        return count;
    }

    /** Returns how many bytes at the end of a failed {@link #send} certainly never left. */
    int neverLeft(IOException failure) {
        return sending.neverLeft(failure);
    }

    /**
     * Receives at least one byte.
     *
     * @param until the {@link System#nanoTime()} at which to give up
     * @return the number of bytes, 0 if none arrived by then or the thread is interrupted, or -1 at the end of the stream
     */
    int receive(long until) throws IOException {
        logged = WireLog.hasMessages();
        if (next == end) {
            next = 0;
            end = 0;
        }
        if (filled && received.length < MAX_INPUT) {
            received = Arrays.copyOf(received, Math.max(INITIAL_INPUT, 8 * received.length));
            filled = false;
        }
        int count;
        try {
            count = transport.read(received, end, received.length - end, until);
        } catch (IOException e) {
            ended = !abortedLocally();
            if (!finishReason()) {
                throw e;
            }
            count = -1;
        }
        if (count < 0) {
            ended = !abortedLocally();
            reusable = false;
            decoder.end();
        }
        end += Math.max(0, count);
        filled = end == received.length;
        return count;
    }

    /** Accepts a refusal whose reason has not arrived in full; returns false if no reason was being received. */
    boolean finishReason() {
        if (decoder.state() != ReplyDecoder.State.REASON) {
            return false;
        }
        // The refusal itself arrived: an incomplete reason is not a failure.
        decoder.end();
        reusable = false;
        return true;
    }

    /**
     * Decodes the reply to the oldest request in flight.
     *
     * @return null if it is not complete yet
     * @throws WwepException if what arrived is not a reply to it
     */
    private @Nullable WwepReply decodeReply(WwepRequest request) throws WwepException {
        if (next == end - 1 && received[next] == 'X' && decoder.state() == ReplyDecoder.State.EMPTY) {
            readReason();
        }
        next = decoder.decode(received, next, end);
        if (decoder.state() == ReplyDecoder.State.MALFORMED) {
            throw diagnosis.malformedReply(request);
        }
        if (decoder.state() != ReplyDecoder.State.COMPLETE) {
            return null;
        }
        WwepReply reply = decoder.replyTo(request);
        decoder.reset();
        if (logged) {
            WireLog.received(this, reply);
        }
        if (reply instanceof WwepReply.Accepted accepted && !request.isAnsweredBy(accepted)) {
            throw new WwepProtocolException(settings.server() + " answered " + request + " with " + reply
                    + ", which is the reply to another request; the connection was closed; see the server's log");
        }
        refused = reply instanceof WwepReply.Refused;
        boolean reasonGiven = reply instanceof WwepReply.Refused refusal && refusal.reason() != null;
        if (reasonGiven || request instanceof WwepRequest.Raw) {
            // More text may follow a reason, and raw bytes may have begun another request: the next reply could not be
            // matched to a request.
            reusable = false;
        }
        return reply;
    }

    /**
     * Decodes the replies that have arrived.
     *
     * @param requests the oldest requests in flight
     * @param count how many requests there are
     * @param into receives the replies, at most one for each request
     * @return how many were decoded; if one of them is followed by a malformed reply, {@link #malformed()} has the exception
     */
    int decode(WwepRequest[] requests, int count, WwepReply[] into) {
        int decoded = 0;
        try {
            while (decoded < count) {
                WwepReply reply = decodeReply(requests[decoded]);
                if (reply == null) {
                    break;
                }
                into[decoded++] = reply;
            }
        } catch (WwepException e) {
            malformed = e;
        }
        exchanges.setRelease(exchanges.getPlain() + decoded);
        batches.decoded(decoded);
        return decoded;
    }

    /** Returns what was wrong with the reply after those that were decoded, or null. */
    @Nullable
    WwepException malformed() {
        return malformed;
    }

    /** Returns whether bytes have arrived that are not decoded yet. */
    boolean hasUndecoded() {
        return next < end;
    }

    /** Records that a reply came at this {@link System#nanoTime()}. */
    void markUsed(long now) {
        lastUse.setRelease(now);
    }

    /** Returns whether the last exchange left the connection usable for another. */
    boolean isReusable() {
        return reusable;
    }

    /** Returns whether the last reply was a refusal, whose reason may come late. For the reader. */
    boolean wasRefused() {
        return refused;
    }

    /** Returns whether the server was seen to close the connection. */
    boolean hasEnded() {
        return ended;
    }

    /** Returns how many exchanges were completed. */
    int exchanges() {
        return exchanges.getAcquire();
    }

    /** Returns the nanoseconds from the last exchange, or, if there was none, from opening, to this {@link System#nanoTime()}. */
    long idle(long now) {
        return now - lastUse.getAcquire();
    }

    Silence silence() {
        return silence;
    }

    Transport transport() {
        return transport;
    }

    InetSocketAddress server() {
        return transport.server();
    }

    /** Checks, between exchanges, whether anything arrives within this time; with 0, whether anything has arrived already. */
    IdleCheck check(long nanos) {
        long wait = nanos;
        if (nanos == 0 && !transport.readsAtOnce()) {
            if (idle(System.nanoTime()) < CHECK_WITHOUT_CHANNEL_AFTER) {
                return IdleCheck.IDLE;
            }
            wait = SHORTEST_WAIT;
        }
        // All of it is read: closing a connection with unread data would reset it.
        byte[] unexpected = received.length > 0 ? received : new byte[UNEXPECTED];
        try {
            int count = transport.read(unexpected, 0, unexpected.length, System.nanoTime() + wait);
            ended = count < 0;
            idleEnd = count > 0 && !endsInGoodOrder(unexpected[0]) ? failures.unexpectedData() : null;
            return count == 0 ? IdleCheck.IDLE : count < 0 ? IdleCheck.CLOSED : IdleCheck.UNEXPECTED_DATA;
        } catch (IOException e) {
            ended = !abortedLocally();
            idleEnd = ended ? diagnosis.lostWhileIdle(e) : null;
            return IdleCheck.CLOSED;
        }
    }

    /**
     * Returns whether unrequested bytes that begin with this one belong to an orderly end of the connection: a course
     * server answers silence with a refusal, and the text of a refusal may arrive after its {@code X}.
     */
    private boolean endsInGoodOrder(byte first) {
        return exchanges() == 0 ? first == 'X' : refused && first != 'X' && first != 'A';
    }

    /** Records what broke the connection while it was idle. */
    void breakIdle(WwepException cause) {
        idleEnd = cause;
    }

    /** Returns what broke the connection while it was idle, or null if it was closed in an orderly way. */
    @Nullable
    WwepException idleEnd() {
        return idleEnd;
    }

    /** Aborts the connection, so that an exchange of another thread fails at once. */
    void abort() {
        transport.abort();
    }

    /** Closes the connection; with TLS, sends a close_notify first. Throws nothing. */
    void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return "#" + number + " " + server().getAddress().getHostAddress() + ":" + server().getPort();
    }

    /** Ends the output: otherwise a server would wait for the rest of an incomplete request. */
    private void shutdownOutput() {
        try {
            transport.shutdownOutput();
        } catch (IOException e) {
            // It is broken already: reading will show why.
        }
    }

    /** Reads the reason that has already arrived, so that the decoder gets it together with the refusal. */
    private void readReason() {
        try {
            int wait = transport.readsAtOnce() ? 0 : (int) SHORTEST_WAIT;
            end += Math.max(0, transport.read(received, end, received.length - end, System.nanoTime() + wait));
        } catch (IOException e) {
            // The refusal itself arrived and counts, but the connection cannot be used any more.
            reusable = false;
        }
    }

    /** Returns whether this side, not the server, may have ended the connection. */
    private boolean abortedLocally() {
        return closing.hasBegun() || Thread.currentThread().isInterrupted();
    }
}
