package io.wwep.examples.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
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

/** Makes certificates for TLS 1.2 and 1.3, each with a new key and a random serial number. */
public final class CertificateMaker {

    /** Certificates are valid from a little before they are made, for peers whose clock is late or in another time zone. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    /** RFC 5280 allows 20 octets, and the number must be positive. */
    private static final int SERIAL_BITS = 159;

    private final KeyKind kind;
    private final Instant from;
    private final Instant until;
    private final SecureRandom random = new SecureRandom();

    /**
     * Certificates with keys of this kind.
     *
     * @param now when they are made
     * @param days how long they are valid
     */
    public CertificateMaker(KeyKind kind, Instant now, int days) {
        this.kind = kind;
        this.from = now.minus(BACKDATED);
        this.until = now.plus(Duration.ofDays(days));
    }

    /**
     * A certificate that is its own authority, as {@code openssl req -x509} makes it: for a server or a client, which is
     * trusted by this certificate itself.
     */
    public Issued selfSigned(String commonName, List<CertificateName> names) {
        KeyPair keys = kind.generate();
        Draft draft = new Draft(commonName, keys, null);
        draft.extend(Extension.basicConstraints, true, new BasicConstraints(true));
        draft.extend(Extension.keyUsage, true, new KeyUsage(signingInTls() | KeyUsage.keyCertSign));
        draft.name(names);
        return draft.sign();
    }

    /** A root certificate authority, for servers and clients but no further authorities. */
    // tag::authority[]
    public Issued rootAuthority(String commonName) {
        Draft draft = new Draft(commonName, kind.generate(), null);
        draft.extend(Extension.basicConstraints, true, new BasicConstraints(0));
        draft.extend(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return draft.sign();
    }

    /** A certificate for a server that clients reach by these names. */
    public Issued server(String commonName, List<CertificateName> names, Issued authority) {
        Draft draft = endOf(commonName, KeyPurposeId.id_kp_serverAuth, authority);
        draft.name(names);
        return draft.sign();
    }

    /** A certificate by which a server knows a client. */
    public Issued client(String commonName, Issued authority) {
        return endOf(commonName, KeyPurposeId.id_kp_clientAuth, authority).sign();
    }
    // end::authority[]

    private Draft endOf(String commonName, KeyPurposeId purpose, Issued authority) {
        Draft draft = new Draft(commonName, kind.generate(), authority);
        draft.extend(Extension.basicConstraints, true, new BasicConstraints(false));
        draft.extend(Extension.keyUsage, true, new KeyUsage(signingInTls()));
        draft.extend(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        return draft;
    }

    /** TLS 1.2 without Diffie-Hellman, which old devices speak, has an RSA key decrypt. */
    private int signingInTls() {
        return KeyUsage.digitalSignature | (kind == KeyKind.RSA ? KeyUsage.keyEncipherment : 0);
    }

    /** A certificate before it is signed. */
    private final class Draft {

        private final KeyPair keys;
        private final @Nullable Issued authority;
        private final JcaX509v3CertificateBuilder builder;

        /** Its authority is null if it signs itself. */
        Draft(String commonName, KeyPair keys, @Nullable Issued authority) {
            X500Principal subject = new X500Principal("CN=" + commonName);
            this.keys = keys;
            this.authority = authority;
            this.builder = new JcaX509v3CertificateBuilder(
                    authority == null ? subject : authority.certificate().getSubjectX500Principal(),
                    new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                    Date.from(from),
                    Date.from(until),
                    subject,
                    keys.getPublic());
        }

        void name(List<CertificateName> names) {
            if (!names.isEmpty()) {
                GeneralName[] all =
                        names.stream().map(CertificateName::forCertificate).toArray(GeneralName[]::new);
                extend(Extension.subjectAlternativeName, false, new GeneralNames(all));
            }
        }

        void extend(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {
            try {
                builder.addExtension(extension, critical, value);
            } catch (IOException e) {
                throw new IllegalStateException("a certificate cannot have " + value, e);
            }
        }

        Issued sign() {
            PrivateKey signer = authority == null ? keys.getPrivate() : authority.key();
            try {
                JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
                extend(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(keys.getPublic()));
                extend(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(
                                authority == null
                                        ? keys.getPublic()
                                        : authority.certificate().getPublicKey()));
                X509Certificate certificate = new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder(kind.signature()).build(signer)));
                return new Issued(certificate, keys.getPrivate());
            } catch (GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException("this Java signs no certificate with a key of " + kind, e);
            }
        }
    }
}
