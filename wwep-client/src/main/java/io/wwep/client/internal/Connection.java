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
 * One TCP connection and what was said on it: requests are put together and flushed, and what comes is received and taken
 * apart into replies. Buffers are its own and used again for each exchange.
 *
 * <p>Used by one thread at a time, but for {@link #abandon()}.
 */
final class Connection {

    /** A look at a socket without a channel takes a millisecond: not worth it in the midst of a burst. */
    private static final long LOOK_WITHOUT_CHANNEL_AFTER = TimeUnit.MILLISECONDS.toNanos(20);

    /** The shortest time limit that a socket without a channel can have. */
    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);

    private static final byte[] NOTHING = {};

    /** Some 40 replies. */
    private static final int INITIAL_INPUT = 512;

    private static final int MAX_INPUT = 32 * 1024;

    private final int number;
    private final Transport transport;
    private final long roundTrip;
    private final Settings settings;
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final Diagnosis diagnosis;
    private final Failures failures;
    private final SendBuffer sending;
    private byte[] received = NOTHING;
    private int next;
    private int end;
    private boolean filled = true;
    private boolean logged;
    private final Batches batches;
    private final AtomicInteger exchanges = new AtomicInteger();
    private final AtomicLong lastUse = new AtomicLong();
    private volatile boolean reusable = true;
    private volatile boolean ended;
    private boolean refused;
    private @Nullable WwepException malformed;
    private volatile @Nullable WwepException idleEnd;
    private volatile boolean abandoned;

    /**
     * Takes over a connected transport, with the TLS handshake done.
     *
     * @param opened the {@link System#nanoTime()} at which that was
     * @param roundTrip how long connecting took, in nanoseconds
     */
    Connection(int number, Transport transport, long opened, long roundTrip, Settings settings) {
        this.number = number;
        this.transport = transport;
        this.sending = new SendBuffer(transport);
        lastUse.setPlain(opened);
        this.roundTrip = roundTrip;
        this.settings = settings;
        this.batches = new Batches(settings.sending().maxInFlight());
        this.failures = new Failures(settings);
        this.diagnosis = new Diagnosis(this, transport, decoder, settings);
    }

    /** What it means for a request that its exchange failed. */
    Diagnosis diagnosis() {
        return diagnosis;
    }

    /** What the log says of it when it is new. */
    String details() {
        return ConnectionDetails.of(transport);
    }

    /** Gives back what an idle connection does not need. Only while nobody sends or reads. */
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

    /** Where what is sent or comes together is passed on. */
    Batches batches() {
        return batches;
    }

    /**
     * Sends requests in one write.
     *
     * @param until the {@link System#nanoTime()} at which to stop waiting for room, if the socket can
     * @return false if not all was accepted until then: {@link Transport#flush} goes on with it
     */
    boolean send(WwepRequest[] requests, int count, long until) throws IOException {
        batches.wrote(count);
        for (int i = 0; i < count; i++) {
            sending.put(requests[i]);
        }
        WireLog.sent(this, requests, count);
        boolean all = sending.flush(until);
        if (all && requests[count - 1] instanceof WwepRequest.Raw) {
            shutdownOutput();
        }
        return all;
    }

    /** Sends a request on an idle connection and waits for its reply; false if the connection ends instead. */
    boolean probe(WwepRequest request, long until) throws IOException {
        if (!send(new WwepRequest[] {request}, 1, until)) {
            return false;
        }
        while (take(request) == null) {
            if (receive(until) <= 0) {
                return false;
            }
        }
        exchanges.setRelease(exchanges.getPlain() + 1);
        return true;
    }

    /** After a {@link #send} that failed: how many of its last bytes certainly never left. */
    int neverLeft(IOException failure) {
        return sending.neverLeft(failure);
    }

    /**
     * Receives at least a byte.
     *
     * @param until the {@link System#nanoTime()} at which to give up
     * @return a count, 0 if nothing came until then or the thread is interrupted, or -1 at the end of the stream
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
            ended = !isOurDoing();
            if (!endReason()) {
                throw e;
            }
            count = -1;
        }
        if (count < 0) {
            ended = !isOurDoing();
            reusable = false;
            decoder.end();
        }
        end += Math.max(0, count);
        filled = end == received.length;
        return count;
    }

    /** Ends a refusal's reason of which no more comes; false if that is not what was being received. */
    boolean endReason() {
        if (decoder.state() != ReplyDecoder.State.REASON) {
            return false;
        }
        // The refusal itself came: what its reason lacks is no failure.
        decoder.end();
        reusable = false;
        return true;
    }

    /**
     * Takes the reply to the oldest request that was sent and not answered.
     *
     * @return null if it is not whole yet
     * @throws WwepException if what came is no reply to it
     */
    private @Nullable WwepReply take(WwepRequest request) throws WwepException {
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
            // More text may follow a reason, and a reply raw bytes that began another request: whose is the next one?
            reusable = false;
        }
        return reply;
    }

    /**
     * Decodes the replies that are here.
     *
     * @param requests the oldest requests in flight
     * @param into takes as many replies, or fewer
     * @return how many; an exception of {@link #take} is kept for {@link #malformed()} if replies came before it
     */
    int decode(WwepRequest[] requests, int count, WwepReply[] into) {
        int decoded = 0;
        try {
            while (decoded < count) {
                WwepReply reply = take(requests[decoded]);
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

    /** What was wrong with the reply behind those that were decoded, or null. */
    @Nullable
    WwepException malformed() {
        return malformed;
    }

    /** Whether bytes are here that are not decoded. */
    boolean hasUndecoded() {
        return next < end;
    }

    /** Notes that a reply came at this {@link System#nanoTime()}. */
    void markUsed(long now) {
        lastUse.setRelease(now);
    }

    /** Whether another exchange may follow, as far as the last one tells. */
    boolean isReusable() {
        return reusable;
    }

    /** Whether the last reply was a refusal, whose reason may come late. For the reader. */
    boolean wasRefused() {
        return refused;
    }

    /** Whether the server was seen to close the connection. */
    boolean hasEnded() {
        return ended;
    }

    /** How many exchanges were completed. */
    int exchanges() {
        return exchanges.getAcquire();
    }

    /** Nanoseconds from the last exchange, or else from when it was opened, to this {@link System#nanoTime()}. */
    long idle(long now) {
        return now - lastUse.getAcquire();
    }

    /** How long connecting took, in nanoseconds: not less than a round trip to the server and back. */
    long roundTrip() {
        return roundTrip;
    }

    Transport transport() {
        return transport;
    }

    InetSocketAddress server() {
        return transport.server();
    }

    /** Looks, between exchanges, whether anything comes within this time; 0 takes only what is already there. */
    IdleCheck check(long nanos) {
        long wait = nanos;
        if (nanos == 0 && !transport.readsAtOnce()) {
            if (idle(System.nanoTime()) < LOOK_WITHOUT_CHANNEL_AFTER) {
                return IdleCheck.IDLE;
            }
            wait = SHORTEST_WAIT;
        }
        byte[] unexpected = received.length > 0 ? received : new byte[1];
        try {
            int count = transport.read(unexpected, 0, unexpected.length, System.nanoTime() + wait);
            ended = count < 0;
            idleEnd = count > 0 ? failures.unexpectedData() : null;
            return count == 0 ? IdleCheck.IDLE : count < 0 ? IdleCheck.CLOSED : IdleCheck.UNEXPECTED_DATA;
        } catch (IOException e) {
            ended = !isOurDoing();
            idleEnd = ended ? failures.lostWhileIdle(e) : null;
            return IdleCheck.CLOSED;
        }
    }

    /** What an idle check found that broke the connection, or null if it was closed in good order. */
    @Nullable
    WwepException idleEnd() {
        return idleEnd;
    }

    /** Closes the connection under an exchange of another thread, which fails at once. */
    void abandon() {
        abandoned = true;
        transport.abort();
    }

    /** Closes the connection; with TLS it tells the server first, by a close_notify. */
    void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return "#" + number + " " + server().getAddress().getHostAddress() + ":" + server().getPort();
    }

    /** Else a server would wait for the rest of what it takes for a request cut short. */
    private void shutdownOutput() {
        try {
            transport.shutdownOutput();
        } catch (IOException e) {
            // It is broken already: reading finds out why.
        }
    }

    /** What is already here belongs to the refusal: the decoder must see both in one piece. */
    private void readReason() {
        try {
            int wait = transport.readsAtOnce() ? 0 : (int) SHORTEST_WAIT;
            end += Math.max(0, transport.read(received, end, received.length - end, System.nanoTime() + wait));
        } catch (IOException e) {
            // The refusal itself came: it counts, and nothing else will on this connection.
            reusable = false;
        }
    }

    /** Whether the client was closed in the midst of an exchange. */
    boolean isAbandoned() {
        return abandoned;
    }

    /** Whether it was not the server that broke the connection but our own side. */
    private boolean isOurDoing() {
        return abandoned || Thread.currentThread().isInterrupted();
    }
}
