package io.wwep.tls;

/**
 * Whether certificates are checked for having been revoked, by OCSP or by their issuer's list (CRL), once they are trusted
 * and have the right name. A handshake waits for the answer 5 s at most, or the read timeout of its socket if that is
 * shorter; a resumed session is not checked again, nor is a certificate that is trusted itself.
 */
public enum Revocation {

    /** Not checked. */
    OFF,

    /** Refused if it is known to be revoked; else taken, with a warning in the log if that did not become known in time. */
    SOFT,

    /** Refused unless it became known in time that it is not revoked. */
    HARD
}
