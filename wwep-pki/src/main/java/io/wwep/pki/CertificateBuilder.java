package io.wwep.pki;

import io.wwep.pki.CertificateExtensions.Role;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Configures a certificate; {@link #selfSigned} or {@link #issuedBy} creates it, each time with a new serial number
 * and, unless {@link #keys} are set, a new key. By default, it has a P-256 key, is valid from a day ago for 30 days,
 * and can be used by TLS servers and clients.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class CertificateBuilder {

    /** The validity starts earlier than now, for peers whose clock is slow or set to another time zone. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final Duration DEFAULT_VALIDITY = Duration.ofDays(30);

    /** RFC 5280, 4.1.2.5: a year has four digits. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** RFC 5280 allows 20 octets, and the number must be positive. */
    private static final int SERIAL_BITS = 159;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final X500Principal subject;
    private final CertificateExtensions extensions = new CertificateExtensions();
    private KeyKind kind = KeyKind.EC;
    private @Nullable KeyPair givenKeys;
    private Instant from;
    private Instant until;
    private @Nullable String signature;

    CertificateBuilder(X500Principal subject) {
        Instant now = Instant.now();
        this.subject = Objects.requireNonNull(subject, "subject");
        this.from = now.minus(BACKDATED);
        this.until = now.plus(DEFAULT_VALIDITY);
    }

    /**
     * Generates a new key of this kind for each certificate. The default is {@link KeyKind#EC}.
     *
     * @param generated the kind of key
     * @return this
     */
    public CertificateBuilder key(KeyKind generated) {
        kind = Objects.requireNonNull(generated, "generated");
        givenKeys = null;
        return this;
    }

    /**
     * Uses this key pair instead of new ones.
     *
     * @param given a matching key pair; a self-signed certificate needs one that can sign, such as RSA, EC or EdDSA
     * @return this
     * @throws IllegalArgumentException if the keys do not match; for keys that cannot sign, such as X25519, only the
     *     algorithms are compared
     */
    public CertificateBuilder keys(KeyPair given) {
        givenKeys = KeyPairs.requireMatching(Objects.requireNonNull(given, "given"));
        return this;
    }

    /**
     * Adds names by which clients reach the server.
     *
     * @param more host names, optionally with a wildcard as in {@code *.lab.example}, and IP addresses such as {@code
     *     192.0.2.7} or {@code ::1}, without port or brackets
     * @return this
     * @throws IllegalArgumentException if one of them is not a valid server name; then none is added
     */
    public CertificateBuilder names(String... more) {
        Objects.requireNonNull(more, "more");
        extensions.names.addAll(CertificateName.parseAll(more));
        return this;
    }

    /**
     * Makes the certificate valid from a day ago, for peers whose clock is slow, until this time from now. The default
     * is 30 days.
     *
     * @param length more than zero
     * @return this
     * @throws IllegalArgumentException if it is zero, negative, or ends after the year 9999
     */
    public CertificateBuilder validFor(Duration length) {
        Objects.requireNonNull(length, "length");
        Instant now = Instant.now();
        if (length.isNegative() || length.isZero() || length.compareTo(Duration.between(now, LATEST)) > 0) {
            throw new IllegalArgumentException("a certificate cannot be valid for " + length
                    + ": give more than zero, and an end before the year 10000, or use expired()");
        }
        return valid(now.minus(BACKDATED), now.plus(length));
    }

    /**
     * Makes the certificate valid during this time, which may be in the past or future.
     *
     * @param start the first instant, in a year from 1 to 9999; fractions of a second are dropped
     * @param end the last instant, likewise; not before the start
     * @return this
     * @throws IllegalArgumentException if the end is before the start, or a year is out of range
     */
    public CertificateBuilder valid(Instant start, Instant end) {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        if (end.isBefore(start)) {
            throw new IllegalArgumentException(
                    "a certificate cannot be valid from " + start + " to " + end + ": the end is before the start");
        }
        if (start.isBefore(EARLIEST) || end.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "a certificate cannot be valid from " + start + " to " + end + ": give years from 1 to 9999");
        }
        from = start;
        until = end;
        return this;
    }

    /**
     * Makes the certificate expired: valid from 2 January 2019 to 4 March 2020.
     *
     * @return this
     */
    public CertificateBuilder expired() {
        return valid(Instant.parse("2019-01-02T00:00:00Z"), Instant.parse("2020-03-04T00:00:00Z"));
    }

    /**
     * Makes the certificate an authority, which issues other certificates, with any number of authorities below it. It
     * cannot be used for TLS.
     *
     * @return this
     */
    public CertificateBuilder authority() {
        extensions.role = Role.AUTHORITY;
        extensions.pathLength = CertificateExtensions.UNLIMITED;
        return this;
    }

    /**
     * Makes the certificate an authority with a limited path length. It cannot be used for TLS.
     *
     * @param authoritiesBelow the maximum number of authorities between it and a server or client certificate; 0 or
     *     more
     * @return this
     * @throws IllegalArgumentException if the number is negative
     */
    public CertificateBuilder authority(int authoritiesBelow) {
        if (authoritiesBelow < 0) {
            throw new IllegalArgumentException(
                    "an authority cannot have " + authoritiesBelow + " authorities below it: give 0 or more");
        }
        extensions.role = Role.AUTHORITY;
        extensions.pathLength = authoritiesBelow;
        return this;
    }

    /**
     * Makes the certificate an end entity, not an authority, even if it is self-signed. By default, a self-signed
     * certificate can issue others, like those of {@code openssl req -x509}.
     *
     * @return this
     */
    public CertificateBuilder endEntity() {
        extensions.role = Role.END_ENTITY;
        return this;
    }

    /**
     * Allows use by TLS servers. Clients can then use it only if {@link #forClients} is called too.
     *
     * @return this
     */
    public CertificateBuilder forServers() {
        extensions.purposes.add(KeyPurposeId.id_kp_serverAuth);
        return this;
    }

    /**
     * Allows use by TLS clients. Servers can then use it only if {@link #forServers} is called too.
     *
     * @return this
     */
    public CertificateBuilder forClients() {
        extensions.purposes.add(KeyPurposeId.id_kp_clientAuth);
        return this;
    }

    /**
     * Omits the extensions that simple tools omit: the key usage, the key identifiers and, for an end entity, the basic
     * constraints. Many device certificates are like this.
     *
     * @return this
     */
    public CertificateBuilder bare() {
        extensions.bare = true;
        return this;
    }

    /**
     * Signs with another algorithm than the default for the issuer's key: SHA-256, or SHA-384 and SHA-512 for P-384 and
     * P-521.
     *
     * @param algorithm the JDK's name, such as {@code SHA1withRSA} for an outdated one
     * @return this
     */
    public CertificateBuilder signedWith(String algorithm) {
        signature = Objects.requireNonNull(algorithm, "algorithm");
        return this;
    }

    /**
     * Adds the address where the issuer publishes its certificate revocation list.
     *
     * @param address an http URI
     * @return this
     */
    public CertificateBuilder crl(URI address) {
        extensions.crl = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * Adds the address of the issuer's OCSP responder.
     *
     * @param address an http URI
     * @return this
     */
    public CertificateBuilder ocsp(URI address) {
        extensions.ocsp = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * {@return a new certificate, signed with its own key}
     *
     * @throws IllegalStateException if this JVM cannot create it, for example because its key does not support the
     *     algorithm
     */
    public IssuedCertificate selfSigned() {
        KeyPair keys = newKeys();
        return IssuedCertificate.selfSigned(
                sign(keys.getPublic(), subject, keys.getPublic(), keys.getPrivate(), true), keys);
    }

    /**
     * {@return a new certificate, signed by this issuer} The issuer is not checked: it may be expired, or not an
     * authority, to test whether peers notice.
     *
     * @param issuer usually an {@link #authority}
     * @throws IllegalStateException if this JVM cannot create it, for example because the issuer's key does not support
     *     the algorithm
     */
    public IssuedCertificate issuedBy(IssuedCertificate issuer) {
        Objects.requireNonNull(issuer, "issuer");
        KeyPair keys = newKeys();
        X509Certificate by = issuer.certificate();
        X509Certificate certificate =
                sign(keys.getPublic(), by.getSubjectX500Principal(), by.getPublicKey(), issuer.key(), false);
        return IssuedCertificate.by(issuer, certificate, keys);
    }

    /**
     * {@return a certificate signing request with this subject and these names} The authority decides everything else.
     *
     * @param requesters the requester's key pair, for example from {@link KeyKind#generate}
     * @throws IllegalArgumentException if the keys do not match
     * @throws IllegalStateException if this JVM cannot sign with such a key
     */
    public SigningRequest signingRequest(KeyPair requesters) {
        Objects.requireNonNull(requesters, "requesters");
        return SigningRequest.by(KeyPairs.requireMatching(requesters), subject, extensions.names);
    }

    /** Issues a certificate for a public key. It does not outlive its issuer. */
    X509Certificate signedBy(IssuedCertificate issuer, PublicKey own, List<GeneralName> requested) {
        X509Certificate by = issuer.certificate();
        Instant latest = by.getNotAfter().toInstant();
        extensions.names.addAll(requested);
        until = latest.isBefore(until) ? latest : until;
        return sign(own, by.getSubjectX500Principal(), by.getPublicKey(), issuer.key(), false);
    }

    private KeyPair newKeys() {
        return givenKeys == null ? kind.generate() : givenKeys;
    }

    private X509Certificate sign(
            PublicKey own, X500Principal issuer, PublicKey issuersKey, PrivateKey signer, boolean selfSigned) {
        String algorithm = signature == null ? SignatureAlgorithm.of(signer) : signature;
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1),
                    Date.from(from),
                    Date.from(until),
                    subject,
                    own);
            extensions.addTo(builder, subject, own, issuersKey, selfSigned);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "this JVM cannot create a certificate for the key " + KeyText.of(own) + " of " + subject
                            + ", signed with " + algorithm + " by the key " + KeyText.of(signer)
                            + "; choose another kind of key or another algorithm",
                    e);
        }
    }
}
