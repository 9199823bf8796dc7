package io.wwep.gateway;

import io.wwep.protocol.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A write that a caller waits to have accepted, or a direct write that waits for its turn.
 *
 * @param endpoint the name of the endpoint
 * @param values one for each register
 * @param mask the bits that it changes
 * @param validity how long it is valid; zero for a direct write
 * @param done completes with the write when it is committed, or when the direct write may begin
 */
record OutboxRequest(
        String endpoint,
        DeviceId device,
        int register,
        List<Integer> values,
        int mask,
        Duration validity,
        CompletableFuture<OutboxWrite> done) {

    static OutboxRequest of(String endpoint, DeviceId device, int register, int[] values, int mask, Duration validity) {
        return new OutboxRequest(
                endpoint,
                device,
                register,
                Arrays.stream(values).boxed().toList(),
                mask,
                validity,
                new CompletableFuture<>());
    }

    OutboxWrite write(long sequence, Instant time) {
        Instant accepted = time.truncatedTo(ChronoUnit.MILLIS);
        return new OutboxWrite(endpoint, device, register, values, accepted, accepted.plus(validity), sequence, mask);
    }
}
