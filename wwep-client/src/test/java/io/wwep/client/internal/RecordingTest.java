package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cost of recording. */
class RecordingTest {

    private static final int EXCHANGES = 100_000;

    private long total;

    @Test
    void anExchangeIsRecordedWithoutAllocation() {
        assertThat(allocatedBy(new Recording("wwep.local:27708", List.of((request, outcome, nanos) -> total += nanos))))
                .isLessThan(EXCHANGES);
        assertThat(total).isEqualTo(7L * EXCHANGES);
    }

    @Test
    void anUnrecordedExchangeAllocatesNothing() {
        assertThat(allocatedBy(new Recording("wwep.local:27708", List.of()))).isLessThan(EXCHANGES);
    }

    @Test
    void anExchangeAllocatesNothingForAFlightRecordingThatHasEnded() {
        try (jdk.jfr.Recording ended = new jdk.jfr.Recording()) {
            ended.start();
        }
        assertThat(allocatedBy(new Recording("wwep.local:27708", List.of()))).isLessThan(EXCHANGES);
    }

    /** Returns the bytes that recording exchanges allocates, except for the first one. */
    private static long allocatedBy(Recording recording) {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count what a thread allocates");
        WwepRequest request = WwepRequest.read(0x0FAC, 0x0B);
        Call call = new Call(request, Duration.ofSeconds(10));
        recording.begin(call);
        call.send(new WwepRequest[1], 0, 1, true);
        WwepReply[] replies = {WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 1)};
        call.answer(replies, 0, 1, call.deadline().start() + 7);
        recording.record(call);

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 1; i < EXCHANGES; i++) {
            recording.begin(call);
            recording.record(call);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
