package io.wwep.tls;

/**
 * Whether to check certificates for revocation, by OCSP or by their issuer's list (CRL), once they are trusted and have the right
 * name. A handshake waits at most 5 s for the answer, or half of its own time limit if that is shorter. A resumed session is not
 * checked again, and a certificate that is itself trusted is not checked at all.
 */
public enum Revocation {

    /** Does not check. */
    OFF,

    /** Rejects a certificate that is known to be revoked. Without an answer in time, accepts it and logs a warning. */
    SOFT,

    /** Rejects a certificate unless the answer comes in time that it is not revoked. */
    HARD
}
