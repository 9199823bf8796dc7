package io.wwep.client.internal;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call with one request; its result is the converted reply. If its user ends it, by cancellation or in any other
 * way, the call is abandoned.
 *
 * <p>If a platform thread waits for it and no stage depends on it, that thread completes it, and others that ended with it:
 * this saves a switch to an executor's thread.
 */
final class ReplyFuture<T> extends CompletableFuture<T> {

    /** Completes futures whose calls have ended. */
    interface Completer {

        /**
         * Completes the future of a call on this thread, which waits for it, and perhaps others that ended with it. Leaves
         * those with dependent stages to the executor.
         */
        void completeByWaiter(Call own);
    }

    @SuppressWarnings("NullAway") // an updater does not declare that the field may be null
    private static final AtomicReferenceFieldUpdater<Call, Object> JOINING =
            AtomicReferenceFieldUpdater.newUpdater(Call.class, Object.class, "joining");

    private final Call call;
    private final Consumer<Call> abandoner;
    private final ReplyConverter<T> converter;

    /**
     * Creates a future with a new call.
     *
     * @param abandoner abandons the call if the future is ended by its user
     */
    ReplyFuture(WwepRequest request, Duration limit, Consumer<Call> abandoner, ReplyConverter<T> converter) {
        this.call = new Call(request, limit, this);
        this.abandoner = abandoner;
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

    /** Returns whether a stage depends on it, or a thread waits for it that cannot complete it. */
    boolean hasDependents() {
        return getNumberOfDependents() > 0;
    }

    /** Returns whether a thread waits for it that may complete it. */
    boolean isWaitedFor() {
        return call.joining instanceof Thread && !hasDependents();
    }

    /** Lets the thread that waits for it run this; returns false if it is not {@linkplain #isWaitedFor() waited for}. */
    boolean leaveToWaiter(Completer completer) {
        if (call.joining instanceof Thread waiter
                && !hasDependents()
                && JOINING.compareAndSet(call, waiter, completer)) {
            LockSupport.unpark(waiter);
            return true;
        }
        return false;
    }

    private void wakeWaiter() {
        if (call.joining instanceof Thread waiter) {
            LockSupport.unpark(waiter);
        }
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
        if (isDone()) {
            return super.get(timeout, unit); // without reading the clock, which costs more than all the rest
        }
        long nanos = unit.toNanos(timeout);
        long start = System.nanoTime();
        await(nanos);
        return super.get(Math.max(0, nanos - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits until the call has ended, this many nanoseconds have passed, or the thread is interrupted. Completes the future if that
     * is left to this thread; otherwise, the future may not be done yet.
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
            Completer completer = (Completer) Objects.requireNonNull(call.joining);
            call.joining = null;
            try {
                completer.completeByWaiter(call);
            } catch (RuntimeException | Error e) { // this thread may be about to run out of stack
                fail(e); // has no effect if the future is done
            }
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
        abandoner.accept(call);
    }
}
