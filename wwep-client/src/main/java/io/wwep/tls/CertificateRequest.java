package io.wwep.tls;

import java.util.List;
import java.util.Objects;

/**
 * That a server asked for a client certificate in a handshake.
 *
 * @param authorities the subjects of those that it takes certificates of, empty if it names none
 * @param answer what it got
 */
public record CertificateRequest(List<String> authorities, Answer answer) {

    /** What a server got that asked for a certificate. */
    public enum Answer {
        /** The certificate. */
        SHOWN,
        /** Nothing: the certificate does not lead to one of the authorities, or is of a kind that the server does not take. */
        NONE_SUITS,
        /** Nothing: there is no certificate. */
        NONE
    }

    /**
     * Copies the list.
     *
     * @param authorities the subjects of those that it takes certificates of, empty if it names none
     * @param answer what it got
     */
    public CertificateRequest {
        Objects.requireNonNull(authorities, "authorities");
        Objects.requireNonNull(answer, "answer");
        authorities = List.copyOf(authorities);
    }
}
