package io.wwep.client.internal;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call with one request; its result is the converted reply. If its user ends it, by cancellation or in any other
 * way, the call is abandoned.
 *
 * <p>If a platform thread waits for it and no stage depends on it, that thread completes it: this saves a
 * switch to an executor's thread.
 */
final class ReplyFuture<T> extends CompletableFuture<T> {

    /** What a future needs of its client. */
    interface Owner {

        /** Abandons a call whose future was ended by its user. */
        void abandoned(Call call);

        /** Completes the future of a call that has ended. */
        void complete(Call call);
    }

    @SuppressWarnings("NullAway") // an updater does not declare that the field may be null
    private static final AtomicReferenceFieldUpdater<Call, Thread> JOINING =
            AtomicReferenceFieldUpdater.newUpdater(Call.class, Thread.class, "joining");

    private final Call call;
    private final Owner owner;
    private final ReplyConverter<T> converter;

    /** Creates a future with a new call. */
    ReplyFuture(WwepRequest request, Duration limit, Owner owner, ReplyConverter<T> converter) {
        this.call = new Call(request, limit, this);
        this.owner = owner;
        this.converter = converter;
    }

    Call call() {
        return call;
    }

    // ---- by the client ----

    void succeed(WwepReply reply) {
        T result;
        try {
            result = converter.convert(reply);
        } catch (Throwable e) { // even an error concerns only this future
            fail(e);
            return;
        }
        super.complete(result);
        wakeWaiter();
    }

    void fail(Throwable failure) {
        super.completeExceptionally(failure);
        wakeWaiter();
    }

    /** Lets the thread that waits for it complete it, since its call has ended; returns false if there is no such thread, or a stage depends on it. */
    boolean leaveToWaiter() {
        Thread waiter = call.joining;
        if (waiter == null || getNumberOfDependents() > 0 || !JOINING.compareAndSet(call, waiter, null)) {
            return false;
        }
        LockSupport.unpark(waiter);
        return true;
    }

    private void wakeWaiter() {
        LockSupport.unpark(call.joining);
    }

    // ---- by its user ----

    @Override
    public T join() {
        await(Long.MAX_VALUE);
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        await(Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long nanos = unit.toNanos(timeout);
        long start = System.nanoTime();
        await(nanos);
        return super.get(Math.max(0, nanos - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits until the call has ended, and completes the future if that is left to this thread. Otherwise, and after this time or an
     * interrupt, the future need not be done.
     */
    private void await(long nanos) {
        if (isDone() || call.isDone()) {
            return;
        }
        Thread current = Thread.currentThread();
        // A pool compensates for a thread that waits in a future's own methods; virtual threads run on one too.
        boolean inPool = current instanceof ForkJoinWorkerThread || VirtualThreads.isVirtual(current);
        if (inPool || !JOINING.compareAndSet(call, null, current)) {
            return;
        }
        long start = System.nanoTime();
        long left = nanos;
        while (call.joining == current && !isDone() && !call.isDone() && left > 0 && !current.isInterrupted()) {
            LockSupport.parkNanos(this, left);
            left = nanos - (System.nanoTime() - start);
        }
        if (!JOINING.compareAndSet(call, current, null)) {
            owner.complete(call);
        }
    }

    @Override
    public boolean complete(T result) {
        return abandonIf(super.complete(result));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return abandonIf(super.completeExceptionally(failure));
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        abandon();
        return cancelled;
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        var unused = whenComplete((result, failure) -> abandon());
        return super.completeAsync(supplier, executor);
    }

    @Override
    public void obtrudeValue(@Nullable T result) {
        super.obtrudeValue(result);
        abandon();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        super.obtrudeException(failure);
        abandon();
    }

    private boolean abandonIf(boolean ended) {
        if (ended) {
            abandon();
        }
        return ended;
    }

    private void abandon() {
        wakeWaiter();
        owner.abandoned(call);
    }
}
