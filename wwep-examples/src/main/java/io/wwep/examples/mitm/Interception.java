package io.wwep.examples.mitm;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.Objects;

/**
 * An exchange as the man in the middle read and changed it.
 *
 * @param received what the client sent
 * @param forwarded what he sent to the server
 * @param answered what the server replied
 * @param returned what he sent to the client
 */
public record Interception(WwepRequest received, WwepRequest forwarded, WwepReply answered, WwepReply returned) {

    /** Validates the components. */
    public Interception {
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(forwarded, "forwarded");
        Objects.requireNonNull(answered, "answered");
        Objects.requireNonNull(returned, "returned");
    }
}
