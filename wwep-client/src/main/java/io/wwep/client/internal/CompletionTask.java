package io.wwep.client.internal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Completes futures that ended together, on the executor, a waiting thread or a worker. Each call is taken separately: if a stage
 * blocks the thread, another one can complete the rest. Filled by one thread, then {@linkplain #publish() published}; thread-safe
 * from then on.
 */
final class CompletionTask implements Runnable, ReplyFuture.Completer {

    private final Completion completion;
    private final Ended collected = new Ended();

    /** The next call to be completed. Uses no lock: a waiting thread that overflowed its stack would never release it. */
    private final AtomicReference<@Nullable Call> next = new AtomicReference<>();

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
        next.set(collected.take());
    }

    /** Returns the earliest deadline of its calls. */
    long deadline() {
        return deadline;
    }

    boolean isDone() {
        return next.get() == null;
    }

    @Override
    public void run() {
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
        Call call = next.get();
        while (call != null && !next.compareAndSet(call, call.nextEnded)) {
            call = next.get();
        }
        if (call != null) {
            call.nextEnded = null; // a future that is kept must not keep those after it
        }
        return call;
    }
}
