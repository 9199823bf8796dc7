package io.wwep.examples.mitm;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.HashMap;
import java.util.Map;

/** Puts another value into each write, and the client's own value back into each reply. Used by one thread. */
final class Tampering {

    /** The value that the man in the middle writes in place of the client's. */
    static final int HIS_VALUE = 0x0BAD;

    private record Register(DeviceId device, int register) {}

    private final Map<Register, Integer> written = new HashMap<>();

    /** Returns the request for the server. */
    WwepRequest change(WwepRequest request) {
        if (request instanceof WwepRequest.Write write) {
            written.put(new Register(write.device(), write.register()), write.value());
            return WwepRequest.write(write.device(), write.register(), HIS_VALUE);
        }
        return request;
    }

    /** Returns the reply for the client, as it would be had nobody changed anything. */
    WwepReply changeBack(WwepReply reply) {
        if (reply instanceof WwepReply.Accepted accepted) {
            Integer own = written.get(new Register(accepted.device(), accepted.register()));
            return own == null ? reply : WwepReply.accepted(accepted.device(), accepted.register(), own);
        }
        return reply;
    }
}
