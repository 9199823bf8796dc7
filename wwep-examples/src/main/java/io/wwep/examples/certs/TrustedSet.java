package io.wwep.examples.certs;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * The certificates that are trusted in an explanation.
 *
 * @param certificates in any order
 * @param place where they are, to be read after "it is"
 */
public record TrustedSet(List<X509Certificate> certificates, String place) {

    /**
     * Validates.
     *
     * @param certificates in any order
     * @param place where they are, to be read after "it is"
     */
    public TrustedSet {
        certificates = List.copyOf(certificates);
        Objects.requireNonNull(place, "place");
    }
}
