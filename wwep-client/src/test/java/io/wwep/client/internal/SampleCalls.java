package io.wwep.client.internal;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Calls of device 0FAC, and their outcomes. */
final class SampleCalls {

    static final DeviceId DEVICE = DeviceId.of(0x0FAC);

    private SampleCalls() {}

    /** Returns a call of the current thread that reads these registers. */
    static Call read(int... registers) {
        WwepRequest[] requests = new WwepRequest[registers.length];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = WwepRequest.read(DEVICE, registers[i]);
        }
        return new Call(requests, EngineSettings.DEADLINE);
    }

    static Call of(WwepRequest... requests) {
        return new Call(requests, EngineSettings.DEADLINE);
    }

    static WwepRequest write(int register) {
        return WwepRequest.write(DEVICE, register, 1);
    }

    /** Returns a call with a future that reads this register, with the default limit. */
    static Call future(int register) {
        return future(register, EngineSettings.DEADLINE);
    }

    static Call future(int register, Duration limit) {
        return future(WwepRequest.read(DEVICE, register), limit);
    }

    static Call future(WwepRequest request, Duration limit) {
        return new ReplyFuture<>(request, limit, abandoned -> {}, reply -> reply).call();
    }

    /** Returns acceptances of reads of these registers. */
    static WwepReply[] replies(int... registers) {
        WwepReply[] replies = new WwepReply[registers.length];
        for (int i = 0; i < replies.length; i++) {
            replies[i] = WwepReply.accepted(DEVICE, registers[i], 1);
        }
        return replies;
    }

    static WwepConnectionLostException lost() {
        return new WwepConnectionLostException("lost", null, Delivery.UNKNOWN);
    }

    /** Returns whether a request of a failed call was sent. */
    static Delivery delivery(Call failed) {
        return Objects.requireNonNull(failed.failure()).delivery();
    }

    static List<Call> of(Ended ended) {
        List<Call> all = new ArrayList<>();
        for (Call call = ended.take(); call != null; call = call.nextEnded) {
            all.add(call);
        }
        return all;
    }
}
