package io.wwep.stress;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request of a call, and the outcome that the client reported.
 *
 * @param reply null unless it was answered
 */
record Exchange(
        WwepRequest request, Delivery delivery, @Nullable WwepReply reply) {

    static Exchange answered(WwepRequest request, WwepReply reply) {
        return new Exchange(request, Delivery.ANSWERED, reply);
    }

    static Exchange failed(WwepRequest request, Delivery delivery) {
        return new Exchange(request, delivery, null);
    }

    @Override
    public String toString() {
        return request + " " + (reply == null ? delivery : reply);
    }
}
