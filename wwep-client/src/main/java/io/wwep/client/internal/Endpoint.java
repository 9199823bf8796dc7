package io.wwep.client.internal;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.WwepStatistics;
import io.wwep.protocol.WwepBatchException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server as seen by all callers that share it. Calls queue in the order of their arrival. The holder of the write lease sends
 * all queued requests in one write, and never waits for a reply; the holder of the read lease reads for all. A platform thread
 * takes either lease for its own call, so that a lone caller does its own I/O. For futures and virtual threads, the
 * {@link LoopHandler} does; only the request of a lone future is sent by its caller. Thread-safe.
 */
public final class Endpoint {

    /** How often a caller yields before it parks: the reader may be about to complete its call. */
    private static final int YIELDS = 4;

    private final Settings settings;
    private final ListenerDispatcher listeners;
    private final Failures failures;
    private final Closing closing = new Closing();
    private final ServerConnection server;
    private final Calls calls;
    private final Recording recording;
    private final Completion completion;
    private final Handover handover;
    private final RequestSender sender;
    private final ReplyReader reader;
    private final LoopHandler loop;
    private final Consumer<Call> abandoner = this::cancel;

    /**
     * A call that no one uses any more, for the next exchange. Measured on a kept connection, with either of the JVM's compilers,
     * an exchange allocates 24 bytes (its reply); without this, it would be 216, and the goal is 32.
     */
    private final AtomicReference<@Nullable Call> spare = new AtomicReference<>();

    /**
     * Creates an endpoint; opens no connection yet.
     *
     * @param recorders record each exchange
     */
    public Endpoint(
            Settings settings,
            ConnectionBehavior behavior,
            ListenerDispatcher listeners,
            List<ExchangeRecorder> recorders) {
        this.settings = settings;
        this.listeners = listeners;
        this.failures = new Failures(settings);
        this.server = new ServerConnection(settings, behavior, listeners, closing);
        this.calls = new Calls(settings, listeners, closing);
        this.recording = new Recording(settings.server(), recorders);
        this.completion = new Completion(
                settings.executor(), settings.resources(), listeners, recording, closing, this::attendBy);
        this.handover = new Handover(settings, server, calls, completion, this::attendOrFail);
        this.sender = new RequestSender(settings, server, calls, completion, handover);
        this.reader = new ReplyReader(server, calls, completion, handover);
        this.loop = new LoopHandler(settings, sender, reader, handover, calls, server, completion, closing);
    }

    /** Returns the default limit of an exchange. */
    public Duration deadline() {
        return settings.limits().deadline();
    }

    /** Returns the server as messages name it. */
    public String server() {
        return settings.server();
    }

    public boolean isConnected() {
        return calls.connection() != null;
    }

    public WwepStatistics statistics() {
        return calls.statistics(server.connectsFailed(), server.behavior());
    }

    /** Opens the connection for the first exchange. Must be called before any exchange. */
    public void open() throws WwepException {
        Deadline deadline = new Deadline(settings.limits().deadline());
        if (VirtualThreads.isVirtual(Thread.currentThread())
                && settings.sockets().factory() == null) {
            try {
                loop.open(deadline).await();
            } catch (WwepException e) {
                throw e;
            } catch (IOException e) { // no thread or descriptor is available at the moment
                throw closing.hasBegun() ? failures.closed(FirstConnection.PURPOSE) : failures.unexpected(e);
            }
        } else {
            sender.install(server.dial(FirstConnection.PURPOSE, deadline), FirstConnection.PURPOSE);
        }
        loop.watch().noteUse();
    }

    /** Sends a request and returns its reply. */
    public WwepReply exchange(WwepRequest request, Duration limit) throws WwepException {
        Call call = spare.getAndSet(null);
        call = call == null ? new Call(request, limit) : call.reuse(request, limit);
        boolean alone = performAndRecord(call);
        WwepException failure = call.isAnswered() ? null : call.failure();
        if (failure != null) {
            throw failure;
        }
        WwepReply reply = call.reply(0);
        if (alone) {
            // No other thread refers to it any more.
            spare.set(call);
        }
        return reply;
    }

    /** Sends requests, as many at once as the connection allows, and returns their replies in the same order. */
    public List<WwepReply> exchangeAll(List<? extends WwepRequest> requests, Duration limit) throws WwepException {
        if (requests.isEmpty()) {
            return List.of();
        }
        WwepRequest[] all = requests.toArray(WwepRequest[]::new);
        for (WwepRequest request : all) {
            Objects.requireNonNull(request, "request");
        }
        Call call = new Call(all, limit);
        var unused = performAndRecord(call);
        WwepException failure = call.isAnswered() ? null : call.failure();
        List<WwepReply> replies = call.replies();
        if (failure != null) {
            throw new WwepBatchException(
                    replies.size() + " of " + call.size() + " requests were answered, then: " + failure.getMessage(),
                    failure,
                    replies,
                    call.mayHaveLeft(),
                    call.size());
        }
        return replies;
    }

    /**
     * Sends a request without waiting. If the application ends the future, its place in the queue is freed.
     *
     * @param converter converts the reply to the result of the future
     */
    public <T> CompletableFuture<T> exchangeAsync(WwepRequest request, Duration limit, ReplyConverter<T> converter) {
        ReplyFuture<T> future = new ReplyFuture<>(request, limit, abandoner, converter);
        Call call = future.call();
        recording.begin(call);
        boolean sends;
        Throwable noLoop;
        try {
            Connection connection = calls.connection();
            boolean watched = connection != null && loop.watch().isOn(connection);
            // Before the call is queued: if the client is closed in between, only the loop can complete the future
            // should the executor fail to.
            noLoop = watched ? null : loop.start();
            sends = calls.submit(call, watched);
        } catch (WwepException e) {
            listeners.dispatch();
            completion.completeNow(call);
            return future;
        }
        try {
            if (noLoop != null) {
                failNow(call, noLoop);
            } else if (sends) {
                loop.sendByCaller(call);
            } else {
                loop.attend();
            }
        } catch (IOException | RuntimeException | Error e) { // no thread or descriptor is available at the moment
            failNow(call, e);
        }
        return future;
    }

    private void failNow(Call call, Throwable e) {
        Ended ended = new Ended();
        calls.fail(call, failures.unexpected(e), ended);
        if (ended.take() != null) {
            completion.completeNow(call);
        }
        listeners.dispatch();
    }

    /** Closes the connection, and fails pending calls at once. Has no effect when called again. */
    public void close() {
        Ended ended = new Ended();
        boolean idle = calls.isIdle();
        Connection open = calls.close(ended);
        server.abortDial();
        if (open != null) {
            if (!idle) {
                open.abort();
            }
            server.close(open, idle ? null : failures.closedUnderWay());
        }
        completion.wake(ended);
        completion.shortenPending();
        loop.close();
    }

    private void attendBy(long due) {
        loop.attendBy(due);
    }

    // ---- a caller's own thread ----

    private boolean performAndRecord(Call call) throws WwepException {
        recording.begin(call);
        try {
            return perform(call);
        } finally {
            recording.record(call);
        }
    }

    /** Waits until the call is done; returns whether no other thread was involved. */
    private boolean perform(Call call) throws WwepException {
        boolean sends = calls.submit(call, call.waiter.usesLeases());
        if (!call.waiter.usesLeases()) {
            attendOrFail(call);
        } else if (sends) {
            send(call, call.deadline().start());
        }
        boolean sentByCaller = sends && (call.isDone() || call.isInFlight());
        while (!call.isDone()) {
            act(call);
        }
        if (call.waiter.takeOffer()) {
            handover.handOn();
        }
        loop.watch().noteUse();
        return sentByCaller && call.waiter.readLastReply && !call.isRetried();
    }

    /** Reads or sends for all, or waits. */
    private void act(Call call) {
        if (call.waiter.usesLeases() && actNow(call)) {
            return;
        }
        long left = call.deadline().left();
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
            abandon(
                    call,
                    Thread.currentThread().isInterrupted() ? AbandonReason.INTERRUPTED : AbandonReason.OUT_OF_TIME);
        } else {
            call.waiter.park(call, left);
        }
    }

    /** Reads or sends for all if no one else does; returns false if there is nothing to do but wait. */
    private boolean actNow(Call call) {
        // A thread that was woken for a lease must not be late for it.
        int yields = call.waiter.takeOffer() ? 0 : YIELDS;
        while (true) {
            boolean yielded = yields > 0 && Yielding.SHARED.byWaiter();
            if (yielded && call.isDone()) {
                return true;
            }
            switch (calls.tryAny(call)) {
                case READ -> {
                    read(call);
                    return true;
                }
                case SEND -> {
                    send(call, System.nanoTime());
                    return true;
                }
                default -> yields--;
            }
            if (!yielded || yields == 0) {
                return false;
            }
        }
    }

    /** Sends, and reads if no one else does. */
    private void send(Call call, long now) {
        if (sender.send(call, call.waiter.ended, now)) {
            read(call);
        }
    }

    /** Reads, with the read lease. */
    private void read(Call call) {
        Connection connection = calls.connection();
        if (connection == null) {
            var unused = calls.endReading();
            handover.handOn();
        } else {
            reader.read(connection, call);
        }
    }

    private void attendOrFail(Call call) {
        try {
            loop.attend();
        } catch (IOException | RuntimeException | Error e) { // no thread or descriptor is available at the moment
            end(call, failures.unexpected(e));
        }
    }

    /** Ends a call whose caller has stopped waiting. */
    private void abandon(Call call, AbandonReason why) {
        Ended ended = new Ended();
        if (calls.abandon(call, why, ended)) {
            completion.wake(ended);
            handover.handOn();
            handover.closeIfDeserted(call);
        }
    }

    /** Frees the place of a call whose future the application has ended. */
    private void cancel(Call call) {
        if (!call.isDone() && calls.abandon(call, AbandonReason.CANCELLED, new Ended())) {
            recording.recordCancelled(call);
            listeners.dispatch();
            attendOrFail(call); // its reply may still come
            handover.handOn();
        }
    }

    private void end(Call call, WwepException cause) {
        Ended ended = new Ended();
        calls.fail(call, cause, ended);
        completion.wake(ended);
    }
}
