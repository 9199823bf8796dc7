package io.wwep.client;

import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.OptionalInt;

/** Converts replies to the results of the client's methods. */
final class ReplyConversion {

    private ReplyConversion() {}

    /** Returns the reply if it was accepted; otherwise throws an exception that names the server. */
    static WwepReply.Accepted verify(String server, WwepRequest request, WwepReply reply) throws WwepRefusedException {
        if (reply instanceof WwepReply.Refused refused) {
            String hint = request instanceof WwepRequest.Read ? "; most likely the register was never written" : "";
            throw new WwepRefusedException(server + " refused " + request + ": " + refused + hint, refused);
        }
        return (WwepReply.Accepted) reply;
    }

    /** Returns the value, or empty if the server refused. */
    static OptionalInt valueIfAccepted(WwepReply reply) {
        return reply instanceof WwepReply.Accepted accepted ? OptionalInt.of(accepted.value()) : OptionalInt.empty();
    }
}
