package io.wwep.server.redis;

import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * New values of some registers of one device, which Redis stores together or not at all. Values are added under the lock of a
 * {@link WriteLane}, and none once it is sent.
 */
final class DeviceWrites {

    private final DeviceId device;
    private final Map<Integer, Integer> values = new LinkedHashMap<>();

    /** What Redis did with them. */
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    /** The same, once reads no longer find these values here. */
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

    /** Redis has stored them. */
    void succeed() {
        outcome.complete(null);
    }

    /** Redis has not stored them, or it is not known and now cannot happen any more. */
    void fail(IOException why) {
        outcome.completeExceptionally(why);
    }

    CompletableFuture<Void> outcome() {
        return outcome;
    }

    /** Tells the waiting threads of the outcome. */
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
