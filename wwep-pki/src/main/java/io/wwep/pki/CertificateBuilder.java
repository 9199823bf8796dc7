package io.wwep.pki;

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
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate is to be; {@link #selfSigned} or {@link #issuedBy} makes it, each time with a new serial number and, unless
 * {@link #keys} were given, a new key. Without further choices it has a P-256 key, is valid from a day ago for 30 days, and is
 * for TLS servers and clients alike.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class CertificateBuilder {

    /** Certificates are valid from a little before they are made, for peers whose clock is late or in another time zone. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final Duration DEFAULT_VALIDITY = Duration.ofDays(30);

    /** RFC 5280 allows 20 octets, and the number must be positive. */
    private static final int SERIAL_BITS = 159;

    private static final int UNLIMITED = -1;

    private static final SecureRandom RANDOM = new SecureRandom();

    private enum Role {
        /** An authority if it is self-signed, none if it is issued: both as openssl has it. */
        UNDECIDED,
        END_ENTITY,
        AUTHORITY
    }

    private final X500Principal subject;
    private final List<GeneralName> names = new ArrayList<>();
    private final Set<KeyPurposeId> purposes = new LinkedHashSet<>();
    private KeyKind kind = KeyKind.EC;
    private @Nullable KeyPair givenKeys;
    private Instant from;
    private Instant until;
    private Role role = Role.UNDECIDED;
    private int pathLength = UNLIMITED;
    private boolean bare;
    private @Nullable String signature;
    private @Nullable URI crl;
    private @Nullable URI ocsp;

    CertificateBuilder(X500Principal subject) {
        Instant now = Instant.now();
        this.subject = Objects.requireNonNull(subject, "subject");
        this.from = now.minus(BACKDATED);
        this.until = now.plus(DEFAULT_VALIDITY);
    }

    /**
     * Has a new key of this kind generated; by default {@link KeyKind#EC}.
     *
     * @param generated for each certificate that is made
     * @return this
     */
    public CertificateBuilder key(KeyKind generated) {
        kind = Objects.requireNonNull(generated, "generated");
        givenKeys = null;
        return this;
    }

    /**
     * Uses these keys instead of new ones.
     *
     * @param given of any algorithm that the JDK knows; a self-signed certificate needs one that signs
     * @return this
     */
    public CertificateBuilder keys(KeyPair given) {
        givenKeys = Objects.requireNonNull(given, "given");
        return this;
    }

    /**
     * Adds names by which clients reach the server.
     *
     * @param more host names, perhaps with a wildcard as in {@code *.lab.example}, and IP addresses such as {@code 192.0.2.7} or
     *     {@code ::1}, without port or brackets
     * @return this
     * @throws IllegalArgumentException if no client could ask for a server by one of them; then none is added
     */
    public CertificateBuilder names(String... more) {
        names.addAll(CertificateName.all(more));
        return this;
    }

    /**
     * Lets it be valid from a day ago, for peers whose clock is late, until this time from now; by default 30 days.
     *
     * @param length more than zero
     * @return this
     * @throws IllegalArgumentException if it is zero or negative
     */
    public CertificateBuilder validFor(Duration length) {
        Instant now = Instant.now();
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException(
                    "a certificate cannot be valid for " + length + ": give more than zero, or use expired()");
        }
        return valid(now.minus(BACKDATED), now.plus(length));
    }

    /**
     * Lets it be valid in this time, which may be in the past or future.
     *
     * @param start the first moment, in whole seconds: what is below is cut off
     * @param end the last moment, likewise; not before the start
     * @return this
     * @throws IllegalArgumentException if the end is before the start
     */
    public CertificateBuilder valid(Instant start, Instant end) {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException(
                    "a certificate cannot be valid from " + start + " to " + end + ": the end is before the start");
        }
        from = start;
        until = end;
        return this;
    }

    /**
     * Lets it be one that has expired: valid from 2 January 2019 to 4 March 2020.
     *
     * @return this
     */
    public CertificateBuilder expired() {
        return valid(Instant.parse("2019-01-02T00:00:00Z"), Instant.parse("2020-03-04T00:00:00Z"));
    }

    /**
     * Makes it an authority, which issues other certificates, with any number of authorities below it. It is not for TLS itself.
     *
     * @return this
     */
    public CertificateBuilder authority() {
        role = Role.AUTHORITY;
        pathLength = UNLIMITED;
        return this;
    }

    /**
     * Makes it an authority with a limit. It is not for TLS itself.
     *
     * @param authoritiesBelow how many authorities there may be between it and a server's or client's certificate; 0 or more
     * @return this
     * @throws IllegalArgumentException if the number is negative
     */
    public CertificateBuilder authority(int authoritiesBelow) {
        if (authoritiesBelow < 0) {
            throw new IllegalArgumentException(
                    "an authority cannot have " + authoritiesBelow + " authorities below it: give 0 or more");
        }
        role = Role.AUTHORITY;
        pathLength = authoritiesBelow;
        return this;
    }

    /**
     * Makes it no authority, even if it is self-signed. Without this, a self-signed certificate may issue others, as those that
     * {@code openssl req -x509} makes.
     *
     * @return this
     */
    public CertificateBuilder endEntity() {
        role = Role.END_ENTITY;
        return this;
    }

    /**
     * Lets it be used by TLS servers; and by clients only after {@link #forClients} too.
     *
     * @return this
     */
    public CertificateBuilder forServers() {
        purposes.add(KeyPurposeId.id_kp_serverAuth);
        return this;
    }

    /**
     * Lets it be used by TLS clients; and by servers only after {@link #forServers} too.
     *
     * @return this
     */
    public CertificateBuilder forClients() {
        purposes.add(KeyPurposeId.id_kp_clientAuth);
        return this;
    }

    /**
     * Leaves out what simple tools leave out: what its key may be used for, the key identifiers, and, if it is no authority,
     * that it is none. Many certificates of devices are like this.
     *
     * @return this
     */
    public CertificateBuilder bare() {
        bare = true;
        return this;
    }

    /**
     * Has it signed by another algorithm than the one that goes with the issuer's key: SHA-256, or SHA-384 and SHA-512 for P-384
     * and P-521.
     *
     * @param algorithm as the JDK names it, such as {@code SHA1withRSA} for one that is outdated
     * @return this
     */
    public CertificateBuilder signedWith(String algorithm) {
        signature = Objects.requireNonNull(algorithm, "algorithm");
        return this;
    }

    /**
     * Names where its issuer publishes the list of revoked certificates.
     *
     * @param address http
     * @return this
     */
    public CertificateBuilder crl(URI address) {
        crl = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * Names where its issuer answers whether a certificate is revoked.
     *
     * @param address http
     * @return this
     */
    public CertificateBuilder ocsp(URI address) {
        ocsp = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * {@return a new certificate, signed by its own key}
     *
     * @throws IllegalStateException if this Java cannot make it, such as when its key cannot sign by the given algorithm
     */
    public IssuedCertificate selfSigned() {
        KeyPair keys = newKeys();
        return IssuedCertificate.selfSigned(
                sign(keys.getPublic(), subject, keys.getPublic(), keys.getPrivate(), true), keys);
    }

    /**
     * {@return a new certificate, signed by this issuer} Nothing is checked: an issuer may be expired, or no authority, for a test
     * of peers that are to notice.
     *
     * @param issuer an {@link #authority}, usually
     * @throws IllegalStateException if this Java cannot make it, such as when the issuer's key cannot sign by the given algorithm
     */
    public IssuedCertificate issuedBy(IssuedCertificate issuer) {
        KeyPair keys = newKeys();
        X509Certificate by = issuer.certificate();
        X509Certificate made =
                sign(keys.getPublic(), by.getSubjectX500Principal(), by.getPublicKey(), issuer.key(), false);
        return IssuedCertificate.by(issuer, made, keys);
    }

    /**
     * {@return a request to an authority for a certificate with this subject and these names} All else is the authority's choice.
     *
     * @param requesters the keys of whom the certificate will be for, such as of {@link KeyKind#generate}
     * @throws IllegalStateException if this Java cannot sign with such a key
     */
    public SigningRequest signingRequest(KeyPair requesters) {
        return SigningRequest.by(requesters, subject, names);
    }

    /** A certificate for a key whose other half is elsewhere. It does not outlive its issuer. */
    X509Certificate signedBy(IssuedCertificate issuer, PublicKey own, List<GeneralName> requested) {
        X509Certificate by = issuer.certificate();
        Instant latest = by.getNotAfter().toInstant();
        names.addAll(requested);
        until = latest.isBefore(until) ? latest : until;
        return sign(own, by.getSubjectX500Principal(), by.getPublicKey(), issuer.key(), false);
    }

    private KeyPair newKeys() {
        return givenKeys == null ? kind.generate() : givenKeys;
    }

    private X509Certificate sign(
            PublicKey own, X500Principal issuer, PublicKey issuersKey, PrivateKey signer, boolean selfSigned) {
        String algorithm = signature == null ? SignatureAlgorithm.by(signer) : signature;
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1),
                    Date.from(from),
                    Date.from(until),
                    subject,
                    own);
            extend(builder, own, issuersKey, selfSigned);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(
                    "this Java cannot make a certificate with a " + KeyText.of(own) + " key for " + subject
                            + ", signed with " + algorithm + " by a " + KeyText.of(signer)
                            + " key; choose another kind of"
                            + " key or algorithm",
                    e);
        }
    }

    private void extend(JcaX509v3CertificateBuilder builder, PublicKey own, PublicKey issuersKey, boolean selfSigned)
            throws IOException, GeneralSecurityException {
        boolean issues = role == Role.AUTHORITY || (role == Role.UNDECIDED && selfSigned);
        if (issues || !bare) {
            boolean limited = issues && pathLength != UNLIMITED;
            BasicConstraints constraints = limited ? new BasicConstraints(pathLength) : new BasicConstraints(issues);
            builder.addExtension(Extension.basicConstraints, true, constraints);
        }
        if (!bare) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage(own, issues)));
        }
        if (!purposes.isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
        }
        if (!names.isEmpty()) {
            // RFC 5280, 4.2.1.6: whom it is for must be in one of the two.
            GeneralNames all = new GeneralNames(names.toArray(GeneralName[]::new));
            builder.addExtension(
                    Extension.subjectAlternativeName, subject.getName().isEmpty(), all);
        }
        if (crl != null) {
            DistributionPointName place = new DistributionPointName(new GeneralNames(at(crl)));
            builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(place, null, null)
            }));
        }
        if (ocsp != null) {
            builder.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, at(ocsp)));
        }
        if (!bare) {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(own));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuersKey));
        }
    }

    private int usage(PublicKey own, boolean issues) {
        if (role == Role.AUTHORITY) {
            return KeyUsage.keyCertSign | KeyUsage.cRLSign;
        }
        // TLS 1.2 without Diffie-Hellman, which old devices speak, has an RSA key decrypt.
        int inTls = KeyUsage.digitalSignature | (own.getAlgorithm().equals("RSA") ? KeyUsage.keyEncipherment : 0);
        return inTls | (issues ? KeyUsage.keyCertSign : 0);
    }

    private static GeneralName at(URI address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address.toString());
    }
}
