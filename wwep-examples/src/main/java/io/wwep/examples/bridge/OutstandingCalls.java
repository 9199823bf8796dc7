package io.wwep.examples.bridge;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls of a connection that the MQTT client has not answered. It never answers one that was made while the connection ended, and
 * keeps a thread for it until it is cancelled. Thread-safe.
 */
final class OutstandingCalls {

    private final Map<Object, CompletableFuture<?>> calls = new ConcurrentHashMap<>();
    private volatile boolean isCancelled;

    /** Adds a call, until it is answered. */
    <T> CompletableFuture<T> add(CompletableFuture<T> call) {
        Object key = new Object();
        calls.put(key, call);
        var unused = call.whenComplete((answer, problem) -> calls.remove(key));
        if (isCancelled) {
            call.cancel(false);
        }
        return call;
    }

    /** Cancels all calls, also those that are added later. */
    void cancel() {
        isCancelled = true;
        calls.values().forEach(call -> call.cancel(false));
    }
}
