package io.wwep.client.internal;

import io.wwep.client.internal.Completions.Leaving;
import io.wwep.protocol.WwepBatchException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A server as its callers share it. Calls queue in the order they came, and one of the callers leads: it does the I/O for
 * all of them, on its own thread, until its own call is over; then the oldest caller that still waits leads. So a lone
 * caller does its own I/O, and many share each write and each read. Calls that nobody waits for, those with a future, are
 * led by a thread of their own.
 */
public final class Endpoint {

    private final Settings settings;
    private final EndpointObserver observer;
    private final Failures failures;
    private final Link link;
    private final CallQueue queue = new CallQueue();
    private final Completions completions;
    private final Pipeline pipeline;
    private final AsyncThread asyncThread;
    private final AtomicReference<@Nullable Call> spare = new AtomicReference<>();
    private final Runnable afterFutures;
    private volatile @Nullable Call leader;
    private boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param afterFutures is run after the completion of each future, where that was done
     */
    public Endpoint(Settings settings, Habit habit, EndpointObserver observer, Runnable afterFutures) {
        this.settings = settings;
        this.observer = observer;
        this.failures = new Failures(settings);
        this.link = new Link(settings, habit, observer);
        this.completions = new Completions(settings, queue, observer, this::wake);
        this.pipeline = new Pipeline(settings, queue, link, completions);
        this.asyncThread = new AsyncThread(this, "wwep-async-" + settings.host());
        this.afterFutures = afterFutures;
    }

    /** The server as messages name it. */
    public String server() {
        return settings.server();
    }

    /** Opens the connection that the first exchange will use. Before any exchange. */
    public void open() throws WwepException {
        link.dial("connecting", new Deadline(settings.deadline()));
    }

    /** Sends a request and gives its reply; what the exceptions say is in their own documentation. */
    public WwepReply exchange(WwepRequest request) throws WwepException {
        Call call = spare.getAndSet(null);
        call = call == null ? new Call(new WwepRequest[] {request}, settings.deadline()) : call.reuse(request);
        boolean led = perform(call);
        WwepException failure = call.isAnswered() ? null : call.failure();
        if (failure != null) {
            throw failure;
        }
        WwepReply reply = call.reply();
        if (led) {
            // Nobody else refers to it any more.
            spare.set(call);
        }
        return reply;
    }

    /** Sends requests, as many at once as the connection allows, and gives their replies in the same order. */
    public List<WwepReply> exchangeAll(List<? extends WwepRequest> requests) throws WwepException {
        if (requests.isEmpty()) {
            return List.of();
        }
        Call call = new Call(requests.toArray(WwepRequest[]::new), settings.deadline());
        perform(call);
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

    /** Sends a request without waiting; whoever ends the future otherwise frees its place in the queue. */
    public CompletableFuture<WwepReply> exchangeAsync(WwepRequest request) {
        CompletableFuture<WwepReply> future = new CompletableFuture<>();
        Call call = new Call(request, settings.deadline(), future);
        try {
            submit(call);
        } catch (WwepException e) {
            observer.failed(request, e);
            call.fail(e);
            complete(call);
            return future;
        }
        var unused = future.whenComplete((reply, failure) -> forget(call));
        asyncThread.attend();
        return future;
    }

    /** Closes the connection, and fails at once what is under way. Does nothing the second time. */
    public void close() {
        List<Call> unsent;
        boolean idle;
        queue.lock();
        try {
            closed = true;
            pipeline.close();
            unsent = failUnsent();
            idle = leader == null;
            if (idle) {
                leader = new Call(new WwepRequest[0], settings.deadline()); // so that nobody else leads meanwhile
            }
        } finally {
            queue.unlock();
        }
        if (idle) {
            Connection connection = link.current();
            if (connection != null) {
                link.drop(connection, null);
            }
            leader = null;
        } else {
            // Who leads finds it out, and fails what is in flight.
            link.abandon();
        }
        unsent.forEach(this::wake);
        asyncThread.end();
    }

    private List<Call> failUnsent() {
        List<Call> failed = new ArrayList<>();
        Call following;
        for (Call call = queue.unsent(); call != null; call = following) {
            following = call.next;
            if (call != leader && !call.isInFlight()) {
                WwepException cause = failures.closed(call.current());
                queue.remove(call);
                observer.failed(call.current(), call.fail(cause));
                failed.add(call);
            }
        }
        return failed;
    }

    // What follows is for the thread that leads calls with a future.

    /** The call that leads, if it is one that nobody waits for. */
    @Nullable
    Call leaderWithoutCaller() {
        Call call = leader;
        return call != null && call.caller() == null ? call : null;
    }

    /** Leads until this call is over, and hands the lead on. */
    void lead(Call call) {
        try {
            pipeline.lead(call, false);
        } finally {
            handOn(call);
            if (!call.isAnswered()) {
                // Its future may have been over before, and have told the listener too early.
                runElsewhere(afterFutures);
            }
        }
    }

    /**
     * Ends the calls with a future whose deadline has passed.
     *
     * @return nanoseconds until the next one's passes, or -1 if there is none
     */
    long expire() {
        List<Call> expired = new ArrayList<>();
        long left = -1;
        queue.lock();
        try {
            Call following;
            for (Call call = queue.first(); call != null && left < 0; call = following) {
                following = call.next;
                if (call.caller() == null && !call.isOver()) {
                    left = call.deadline().left();
                    if (left <= 0) {
                        completions.abandon(call, Leaving.OUT_OF_TIME);
                        expired.add(call);
                        left = -1;
                    }
                }
            }
        } finally {
            queue.unlock();
        }
        expired.forEach(this::wake);
        return left;
    }

    private void complete(Call call) {
        CompletableFuture<WwepReply> future = Objects.requireNonNull(call.future());
        Runnable completion = () -> {
            WwepException failure = call.isAnswered() ? null : call.failure();
            if (failure == null) {
                future.complete(call.reply());
            } else {
                future.completeExceptionally(failure);
            }
            afterFutures.run();
        };
        runElsewhere(completion);
    }

    /** Runs what leads to code of the user, who may take his time. */
    private void runElsewhere(Runnable completion) {
        try {
            settings.executor().execute(completion);
        } catch (RuntimeException | Error e) {
            // It was shut down before the client, or has no thread left; who waits must not wait for ever.
            ForkJoinPool.commonPool().execute(completion);
        }
    }

    private boolean perform(Call call) throws WwepException {
        boolean atOnce;
        try {
            atOnce = submit(call);
        } catch (WwepException e) {
            observer.failed(call.current(), e);
            throw e;
        }
        boolean leads = atOnce || awaitLead(call);
        try {
            if (leads) {
                pipeline.lead(call, atOnce);
            }
        } finally {
            if (leader == call) {
                handOn(call);
            }
        }
        return leads;
    }

    /** Puts a call into the queue; tells whether it leads at once. */
    private boolean submit(Call call) throws WwepException {
        queue.lock();
        try {
            if (closed) {
                throw failures.closed(call.current());
            }
            queue.add(call);
            if (leader != null) {
                return false;
            }
            leader = call;
            return true;
        } finally {
            queue.unlock();
        }
    }

    /** Waits until this call is over, false, or leads, true. */
    private boolean awaitLead(Call call) {
        while (!call.isOver()) {
            if (leader == call) {
                return true;
            }
            long left = call.deadline().left();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                withdraw(call);
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
        return false;
    }

    /** Ends a call whose caller is interrupted, or whose deadline has passed, unless it leads or is over. */
    private void withdraw(Call call) {
        queue.lock();
        try {
            boolean interrupted = Thread.currentThread().isInterrupted();
            if (!call.isOver()
                    && leader != call
                    && (interrupted || call.deadline().hasPassed())) {
                completions.abandon(call, interrupted ? Leaving.INTERRUPTED : Leaving.OUT_OF_TIME);
            }
        } finally {
            queue.unlock();
        }
    }

    /** Frees the place of a call whose future was ended by somebody else. */
    private void forget(Call call) {
        if (call.isOver()) {
            return;
        }
        queue.lock();
        try {
            if (call.isOver()) {
                return;
            }
            completions.abandon(call, Leaving.CANCELLED);
        } finally {
            queue.unlock();
        }
        runElsewhere(afterFutures);
    }

    /** Gives the lead to the oldest call that somebody waits for. */
    private void handOn(Call own) {
        Call next = nextLeader();
        while (next == null && leader == own) {
            // Who was to lead has gone just now, and the replies of those who have gone are still to come.
            pipeline.leaveInOrder(own);
            next = nextLeader();
        }
        if (next != null && next.caller() == null) {
            // Also if it is over by now: who leads is to hand on.
            asyncThread.attend();
        } else if (next != null) {
            wake(next);
        }
    }

    /**
     * Lets another call lead; nobody changes while replies are to come and nobody waits for one, or while a closed client's
     * connection is still to be let go.
     */
    private @Nullable Call nextLeader() {
        queue.lock();
        try {
            Call next = queue.firstAwaited();
            boolean connected = closed && link.current() != null;
            if (next != null || (queue.inFlight() == 0 && !connected)) {
                leader = next;
            }
            return next;
        } finally {
            queue.unlock();
        }
    }

    /** Tells a caller that its call is over, or leads. */
    private void wake(Call call) {
        Thread caller = call.caller();
        if (caller != null) {
            LockSupport.unpark(caller);
        } else if (call.isOver()) {
            complete(call);
        } else {
            asyncThread.attend();
        }
    }
}
