package io.wwep.tls;

import java.util.List;
import java.util.Objects;

/**
 * A server's request for a client certificate in a handshake. Immutable.
 *
 * @param authorities the subjects of the authorities whose certificates it accepts; empty if it names none
 * @param answer how the client answered
 */
public record CertificateRequest(List<String> authorities, Answer answer) {

    /** How a client answered the request. */
    public enum Answer {
        /** It sent its certificate. */
        SHOWN,
        /** It sent none: its certificate does not chain to one of the authorities, or is of a kind that the server does not accept. */
        NONE_SUITS,
        /** It sent none: it has no certificate. */
        NONE
    }

    /**
     * Copies the list.
     *
     * @param authorities the subjects of the authorities whose certificates it accepts; empty if it names none
     * @param answer how the client answered
     */
    public CertificateRequest {
        Objects.requireNonNull(authorities, "authorities");
        Objects.requireNonNull(answer, "answer");
        authorities = List.copyOf(authorities);
    }
}
