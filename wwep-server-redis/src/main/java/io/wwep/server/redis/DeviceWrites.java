package io.wwep.server.redis;

import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * New values of some registers of one device, which Redis stores together or not at all. Values are added under the lock of
 * a {@link WriteLane}, and never once it is sent.
 */
final class DeviceWrites {

    private final DeviceId device;
    private final Map<Integer, Integer> values = new LinkedHashMap<>();

    /** Completes with Redis' answer. */
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    /** Completes after {@link #outcome}, once reads no longer find these values in the lane. */
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    DeviceWrites(DeviceId device) {
        this.device = device;
    }

    DeviceId device() {
        return device;
    }

    Map<Integer, Integer> values() {
        return values;
    }

    /** Records that Redis has stored them. */
    void succeed() {
        outcome.complete(null);
    }

    /** Records that Redis has not stored them, or that the outcome is unknown but they can no longer be stored. */
    void fail(IOException why) {
        outcome.completeExceptionally(why);
    }

    CompletableFuture<Void> outcome() {
        return outcome;
    }

    /** Passes the outcome to the waiting threads. */
    void end() {
        CompletionStage<Void> known = outcome;
        known.whenComplete((nothing, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
    }

    CompletableFuture<Void> done() {
        return done;
    }
}
