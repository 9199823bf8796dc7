package io.wwep.client;

import io.wwep.check.VirtualThreads;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A call on a separate thread. */
final class Caller {

    private final FutureTask<@Nullable Object> call;
    private final Thread thread;

    private Caller(Callable<@Nullable Object> work, BiFunction<Runnable, String, Thread> threads) {
        call = new FutureTask<>(work);
        thread = threads.apply(call, "caller");
        thread.start();
    }

    static Caller of(Callable<@Nullable Object> work) {
        return new Caller(work, Thread::new);
    }

    /** Calls on a virtual thread; before Java 21, on a platform thread. */
    static Caller virtual(Callable<@Nullable Object> work) {
        return new Caller(work, VirtualThreads::orPlatform);
    }

    /** Waits for the test; returns early if the thread is interrupted, which it then still is. */
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Returns once the thread waits for a lock, a condition or a socket, with or without a time limit. */
    void whenWaiting() {
        when(() -> thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING
                || isIn("select")
                || isIn("poll"));
    }

    /** Returns once the thread is in this method; a thread that waits for a socket cannot be recognized by its state. */
    void whenIn(String method) {
        when(() -> isIn(method));
    }

    boolean isDone() {
        return call.isDone();
    }

    /** Returns whether the thread is a virtual one, which is no subclass that a program can see. */
    boolean isVirtual() {
        return thread.getClass() != Thread.class;
    }

    /** Returns whether the thread is in this method. */
    boolean isIn(String method) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    private void when(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (call.isDone() || System.nanoTime() > end) {
                throw new AssertionError("the call never waited; its thread is " + thread.getState());
            }
            Thread.onSpinWait();
        }
    }

    /** Returns the result of the call, or throws its exception. */
    @Nullable
    Object outcome() throws Exception {
        try {
            return call.get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            return e.getCause();
        }
    }

    /** Returns the exception of the call. */
    Throwable failure() throws Exception {
        if (outcome() instanceof Throwable thrown) {
            return thrown;
        }
        throw new AssertionError("the call did not fail but gave " + outcome());
    }
}
