package io.wwep.examples.bridge;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A message from the broker. Its payload is only as much as a command may have, and one byte more, by which one that is too long is
 * recognized.
 *
 * @param isRetained whether the broker had kept it from before we subscribed
 * @param expirySeconds how long it is still valid, if it says so (MQTT 5)
 * @param nanos when it arrived, by {@link System#nanoTime()}
 */
@SuppressWarnings("ArrayRecordComponent") // belongs to this record alone
record Received(String topic, byte[] payload, boolean isRetained, OptionalLong expirySeconds, long nanos) {

    /** The longest command, in bytes. */
    static final int MAX_COMMAND = 256;

    static Received of(String topic, Optional<ByteBuffer> payload, boolean isRetained, OptionalLong expirySeconds) {
        ByteBuffer content = payload.map(ByteBuffer::duplicate).orElseGet(() -> ByteBuffer.allocate(0));
        byte[] kept = new byte[Math.min(content.remaining(), MAX_COMMAND + 1)];
        content.get(kept);
        return new Received(topic, kept, isRetained, expirySeconds, System.nanoTime());
    }

    boolean isTooLong() {
        return payload.length > MAX_COMMAND;
    }
}
