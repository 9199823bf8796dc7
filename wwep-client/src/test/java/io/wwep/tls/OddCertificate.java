package io.wwep.tls;

import io.wwep.pki.IssuedCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.NetscapeCertType;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
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
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Builds unusual certificates, with extensions, keys and signatures that wwep-pki does not offer. */
final class OddCertificate {

    static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private static final AtomicLong SERIALS = new AtomicLong(1_000_000);

    private final X500Principal subject;
    private final KeyPair keys;
    private final JcaX509ExtensionUtils identifiers;
    private final List<Extension> extensions = new ArrayList<>();
    private String signature = "";
    private byte @Nullable [] forged;

    private OddCertificate(String subject, KeyPair keys) {
        this.subject = new X500Principal(subject);
        this.keys = keys;
        try {
            this.identifiers = new JcaX509ExtensionUtils();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a certificate with a key pair of {@link #keys}. */
    static OddCertificate of(String subject, KeyPair keys) {
        return new OddCertificate(subject, keys);
    }

    static OddCertificate of(String subject) {
        return new OddCertificate(subject, keys("secp256r1"));
    }

    /** Returns a key pair on a curve, given its name, or for RSA, given its bits. */
    static KeyPair keys(String kind) {
        boolean rsa = kind.matches("\\d+");
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC", PROVIDER);
            AlgorithmParameterSpec parameters = rsa
                    ? new RSAKeyGenParameterSpec(Integer.parseInt(kind), RSAKeyGenParameterSpec.F4)
                    : new ECGenParameterSpec(kind);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    OddCertificate with(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        try {
            extensions.add(Extension.create(type, critical, value));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    OddCertificate usage(int usage) {
        return with(Extension.keyUsage, true, new KeyUsage(usage));
    }

    OddCertificate purposes(KeyPurposeId... purposes) {
        return with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    OddCertificate netscapeType(boolean critical, int type) {
        return with(MiscObjectIdentifiers.netscapeCertType, critical, new NetscapeCertType(type));
    }

    OddCertificate authority() {
        return with(Extension.basicConstraints, true, new BasicConstraints(true));
    }

    OddCertificate names(GeneralName... names) {
        return with(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    static GeneralName ip(String address) {
        return new GeneralName(GeneralName.iPAddress, address);
    }

    /** Adds key identifiers, as openssl does: the hashes of the keys. */
    OddCertificate keyIdentifiers(PublicKey issuer) {
        with(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(keys.getPublic()));
        return with(Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuer));
    }

    OddCertificate keyIdentifiers() {
        return keyIdentifiers(keys.getPublic());
    }

    OddCertificate signedWith(String algorithm) {
        signature = algorithm;
        return this;
    }

    /** Signs with these bytes, whatever the issuer's key. */
    OddCertificate forged(String algorithm, byte[] bytes) {
        forged = bytes.clone();
        return signedWith(algorithm);
    }

    Made selfSigned() {
        return new Made(sign(subject, keys.getPrivate()), keys, null);
    }

    Made by(Made issuer) {
        return new Made(sign(issuer.certificate.getSubjectX500Principal(), issuer.keys.getPrivate()), keys, issuer);
    }

    /** Issues the certificate from a root. */
    Made by(IssuedCertificate root) {
        return by(new Made(root.certificate(), root.keys(), null));
    }

    /**
     * A finished certificate.
     *
     * @param issuer null if it is self-signed
     */
    record Made(
            X509Certificate certificate,
            KeyPair keys,
            @Nullable Made issuer) {

        /** Returns the certificate and its issuers, without the root. */
        X509Certificate[] chain() {
            List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
            for (Made next = issuer; next != null && next.issuer != null; next = next.issuer) {
                chain.add(next.certificate);
            }
            return chain.toArray(X509Certificate[]::new);
        }

        /** Returns it for a peer. */
        IssuedCertificate issued() {
            X509Certificate[] chain = chain();
            return IssuedCertificate.of(certificate, keys.getPrivate(), Arrays.copyOfRange(chain, 1, chain.length));
        }
    }

    private X509Certificate sign(X500Principal issuer, PrivateKey key) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIALS.getAndIncrement()),
                    Date.from(Instant.now().minus(Duration.ofDays(1))),
                    Date.from(Instant.now().plus(Duration.ofDays(30))),
                    subject,
                    keys.getPublic());
            for (Extension extension : extensions) {
                builder.addExtension(extension);
            }
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot create " + subject, e);
        }
    }

    private ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        byte[] bytes = forged;
        if (bytes != null) {
            return new Forger(signature, bytes);
        }
        String ordinary = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaContentSignerBuilder(signature.isEmpty() ? ordinary : signature)
                .setProvider(PROVIDER)
                .build(key);
    }

    /** Takes these bytes for the signature of everything. */
    private static final class Forger implements ContentSigner {

        private final String algorithm;
        private final byte[] bytes;

        Forger(String algorithm, byte[] bytes) {
            this.algorithm = algorithm;
            this.bytes = bytes;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public byte[] getSignature() {
            return bytes.clone();
        }
    }
}
