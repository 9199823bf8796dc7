package io.wwep.tls;

import java.util.List;

/**
 * That a server asked for a client certificate in a handshake.
 *
 * @param authorities the subjects of those that it takes certificates of, empty if it names none
 * @param answered whether there was a certificate to show that suits it
 */
public record CertificateRequest(List<String> authorities, boolean answered) {

    /** Copies the list. */
    public CertificateRequest {
        authorities = List.copyOf(authorities);
    }
}
