package io.wwep.tls;

/** Whether a certificate is checked for having been revoked, by OCSP or by its issuer's list (CRL). */
public enum Revocation {

    /** Not checked. */
    OFF,

    /** Refused if it is known to be revoked; taken if nobody can be asked, or nobody answers. */
    SOFT,

    /** Refused unless it is known not to be revoked. */
    HARD
}
