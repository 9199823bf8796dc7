package io.wwep.client.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Completes futures that ended together, on the executor, a waiting thread or a worker. Each call is taken separately: if a stage
 * blocks the thread, another one can complete the rest. Filled by one thread, then {@linkplain #publish() published}; thread-safe
 * from then on.
 */
final class CompletionTask implements Runnable, ReplyFuture.Completer {

    @SuppressWarnings("NullAway") // an updater does not declare that the field may be null
    private static final AtomicReferenceFieldUpdater<CompletionTask, Call> NEXT =
            AtomicReferenceFieldUpdater.newUpdater(CompletionTask.class, Call.class, "next");

    private final Completion completion;
    private final Ended collected = new Ended();

    /** The next call to be completed. Uses no lock: a waiting thread that overflowed its stack would never release it. */
    private volatile @Nullable Call next;

    /**
     * The thread that is handing it to the executor. Written by that thread only; any other one may see an old value, but never
     * itself.
     */
    private @Nullable Thread handingOver;

    /** The time at which a worker runs it. Belongs to {@link PendingCompletions}, and is used only under its lock. */
    long due;

    private long deadline;

    CompletionTask(Completion completion, Call first) {
        this.completion = completion;
        collected.add(first);
        deadline = first.deadline().end();
    }

    void include(Call call) {
        collected.add(call);
        long end = call.deadline().end();
        deadline = end - deadline < 0 ? end : deadline;
    }

    /** Must be called once, before another thread may run it. */
    void publish() {
        next = collected.take();
    }

    /** Returns the earliest deadline of its calls. */
    long deadline() {
        return deadline;
    }

    boolean isDone() {
        return next == null;
    }

    /**
     * Has an executor run it on another thread. This one may be the event loop, or a thread that reads for others: it must not
     * run the stages of futures, which may block.
     *
     * @return false if the executor tried to run it on this thread
     */
    boolean handTo(Executor executor) {
        handingOver = Thread.currentThread();
        try {
            executor.execute(this);
            return handingOver != null;
        } finally {
            handingOver = null;
        }
    }

    @Override
    public void run() {
        if (handingOver == Thread.currentThread()) {
            handingOver = null;
            return;
        }
        for (Call call = take(); call != null; call = take()) {
            completion.completeNow(call);
        }
    }

    /** Completes the rest on workers, because the executor has not run it, or a stage blocks the executor's thread. */
    void runOverdue() {
        Call call = take();
        while (call != null) {
            // The stages of this call may wait for a later one.
            boolean handedOn =
                    Completion.future(call).hasDependents() && !isDone() && completion.work(this::runOverdue);
            completion.completeNow(call);
            call = handedOn ? null : take();
        }
    }

    @Override
    public void completeByWaiter(Call own) {
        completion.completeByWaiter(own);
        CompletionTask staged = null;
        for (Call call = take(); call != null; call = take()) {
            if (Completion.future(call).hasDependents()) {
                staged = completion.append(staged, call);
            } else {
                completion.completeNow(call);
            }
        }
        completion.handOverByWorker(staged);
    }

    private @Nullable Call take() {
        Call call = next;
        while (call != null && !NEXT.compareAndSet(this, call, call.nextEnded)) {
            call = next;
        }
        if (call != null) {
            call.nextEnded = null; // a future that is kept must not keep those after it
        }
        return call;
    }
}
