package io.wwep.examples.handshake;

import io.wwep.protocol.WwepConnectException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a handshake ended.
 *
 * @param protocol the agreed version, such as TLSv1.3; null if the handshake failed
 * @param suite the agreed cipher suite; null if the handshake failed
 * @param failure why it failed, and what to do; null if it is complete
 * @param systemTrust what the client would have done with this system's trusted authorities only
 */
public record HandshakeEnd(
        @Nullable String protocol,
        @Nullable String suite,
        @Nullable WwepConnectException failure,
        SystemTrustVerdict systemTrust) {

    /**
     * The verdict of this system's own trust.
     *
     * @param available false if the handshake ended before the server's certificates were checked
     * @param authorities the number of authorities that it trusts
     * @param refusal why it rejects the server, and what to do; null if it accepts it, or if there is no verdict
     */
    public record SystemTrustVerdict(
            boolean available, int authorities, @Nullable String refusal) {}

    /** Validates the components. */
    public HandshakeEnd {
        Objects.requireNonNull(systemTrust, "systemTrust");
    }
}
