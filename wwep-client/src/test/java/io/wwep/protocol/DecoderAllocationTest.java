package io.wwep.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Decoding allocates nothing until a message is requested. */
class DecoderAllocationTest {

    private static final int MESSAGES = 200_000;

    @Test
    void requestsAreDecodedWithoutAllocation() {
        RequestDecoder decoder = new RequestDecoder();
        byte[] bytes = Wire.bytes("W0FAC0B1234\r\nR0fac0b\nW0FAC0B1234R0FAC0B");

        assertNothingIsAllocated(() -> {
            int from = 0;
            for (int requests = 0; requests < MESSAGES; requests++) {
                from = decoder.decode(bytes, from, bytes.length) % bytes.length;
            }
        });
        assertThat(decoder.state()).isEqualTo(RequestDecoder.State.COMPLETE);
    }

    @Test
    void requestsAreDecodedByteByByteWithoutAllocation() {
        RequestDecoder decoder = new RequestDecoder();
        byte[] bytes = Wire.bytes("W0FAC0B1234");

        assertNothingIsAllocated(() -> {
            for (int requests = 0; requests < MESSAGES; requests++) {
                for (int at = 0; at < bytes.length; at++) {
                    decoder.decode(bytes, at, at + 1);
                }
            }
        });
        assertThat(decoder.state()).isEqualTo(RequestDecoder.State.COMPLETE);
    }

    @Test
    void repliesAreDecodedWithoutAllocation() {
        ReplyDecoder decoder = new ReplyDecoder();
        byte[] bytes = Wire.bytes("A0FAC0B1234XA0fac0b1234A0FAC0B1234X");

        assertNothingIsAllocated(() -> {
            int from = 0;
            for (int replies = 0; replies < MESSAGES; replies++) {
                from = decoder.decode(bytes, from, bytes.length) % bytes.length;
            }
        });
        assertThat(decoder.state()).isEqualTo(ReplyDecoder.State.COMPLETE);
    }

    @Test
    void repliesAreDecodedByteByByteWithoutAllocation() {
        ReplyDecoder decoder = new ReplyDecoder();
        byte[] bytes = Wire.bytes("A0FAC0B1234X");

        assertNothingIsAllocated(() -> {
            for (int replies = 0; replies < MESSAGES; replies += 2) {
                for (int at = 0; at < bytes.length; at++) {
                    decoder.decode(bytes, at, at + 1);
                }
            }
        });
        assertThat(decoder.state()).isEqualTo(ReplyDecoder.State.COMPLETE);
    }

    @Test
    void reasonsAndMalformedRepliesAreDecodedWithoutAllocation() {
        ReplyDecoder decoder = new ReplyDecoder();
        byte[] refused = Wire.bytes("X Not Found");
        byte[] malformed = Wire.bytes("A0FAC0B12G4");

        assertNothingIsAllocated(() -> {
            for (int replies = 0; replies < MESSAGES; replies += 2) {
                decoder.decode(refused, 0, refused.length);
                decoder.end();
                decoder.decode(malformed, 0, malformed.length);
                decoder.reset();
            }
        });
    }

    /** Allows less than a byte per message, so that the JVM's own allocations do not count. */
    private static void assertNothingIsAllocated(Runnable decoding) {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM counts no allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        decoding.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(before).as("bytes counted before").isPositive();

        decoding.run();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MESSAGES);
    }
}
