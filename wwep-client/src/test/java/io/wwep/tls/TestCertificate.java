package io.wwep.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate made for a test, with its private key and those that lead to its issuer.
 *
 * @param issuer null if it is self-signed
 */
public record TestCertificate(
        X509Certificate certificate, KeyPair keys, @Nullable TestCertificate issuer) {

    private static final AtomicLong SERIALS = new AtomicLong(1);
    private static final KeyPair RSA = generate("RSA");

    public static Draft named(String commonName) {
        return new Draft(new X500Principal("CN=" + commonName));
    }

    /** A root certificate authority. */
    public static TestCertificate authority(String commonName) {
        return named(commonName).authority().selfSigned();
    }

    /** As the course's: self-signed, CA, RSA 2048, SHA-1, no alternative name, expired. */
    public static TestCertificate likeTheCourses() {
        return named("IoT")
                .authority()
                .rsa()
                .signedWith("SHA1withRSA")
                .valid(Instant.parse("2017-07-17T00:00:00Z"), Instant.parse("2018-07-17T00:00:00Z"))
                .selfSigned();
    }

    /** A key pair: RSA (2048 bits, always the same one), Ed25519 or an elliptic curve's. */
    public static KeyPair keys(String kind) {
        return kind.equals("RSA") ? RSA : generate(kind);
    }

    private static KeyPair generate(String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.startsWith("secp") ? "EC" : kind);
            if (kind.startsWith("secp")) {
                generator.initialize(new ECGenParameterSpec(kind));
            } else if (kind.equals("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public PrivateKey key() {
        return keys.getPrivate();
    }

    /** Itself and its issuers, without the root. */
    public List<X509Certificate> chain() {
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        for (TestCertificate next = issuer; next != null && next.issuer != null; next = next.issuer) {
            chain.add(next.certificate);
        }
        return chain;
    }

    /** A context for a server with this certificate; what its clients show is checked against the authority, if given. */
    public SSLContext serverContext(@Nullable TestCertificate clientAuthority) {
        return serverContext(chain(), clientAuthority);
    }

    /** With another chain than that which leads to its root. */
    SSLContext serverContext(List<X509Certificate> chain, @Nullable TestCertificate clientAuthority) {
        try {
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, null);
            store.setKeyEntry("server", key(), new char[0], chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust = clientAuthority == null
                    ? null
                    : new TrustManager[] {Contexts.trusting(Set.of(clientAuthority.certificate), Revocation.OFF)};
            context.init(keyManagers.getKeyManagers(), trust, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String pem() {
        return TestPem.of(certificate);
    }

    public String keyPem() {
        return TestPem.pkcs8(key());
    }

    public Path pemIn(Path folder) {
        return write(folder, ".pem", chain().stream().map(TestPem::of).reduce("", String::concat));
    }

    public Path keyIn(Path folder) {
        return write(folder, ".key", keyPem());
    }

    private Path write(Path folder, String suffix, String text) {
        try {
            return Files.writeString(folder.resolve(certificate.getSerialNumber() + suffix), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String signatureFor(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
    }

    /** What a certificate is to be. By default: an elliptic curve's key, valid since yesterday and for a month. */
    public static final class Draft {

        private final X500Principal subject;
        private final List<GeneralName> names = new ArrayList<>();
        private KeyPair keys = generate("secp256r1");
        private Instant from = Instant.now().minus(Duration.ofDays(1));
        private Instant until = Instant.now().plus(Duration.ofDays(30));
        private boolean authority;
        private @Nullable String signature;
        private @Nullable String crl;
        private @Nullable String ocsp;

        private Draft(X500Principal subject) {
            this.subject = subject;
        }

        public Draft authority() {
            authority = true;
            return this;
        }

        public Draft rsa() {
            return keys(RSA);
        }

        public Draft keys(KeyPair own) {
            keys = own;
            return this;
        }

        public Draft names(String... dnsNames) {
            for (String name : dnsNames) {
                names.add(new GeneralName(GeneralName.dNSName, name));
            }
            return this;
        }

        public Draft addresses(String... addresses) {
            for (String address : addresses) {
                names.add(new GeneralName(GeneralName.iPAddress, address));
            }
            return this;
        }

        public Draft valid(Instant start, Instant end) {
            from = start;
            until = end;
            return this;
        }

        public Draft expired() {
            return valid(Instant.parse("2019-01-02T00:00:00Z"), Instant.parse("2020-03-04T00:00:00Z"));
        }

        public Draft signedWith(String algorithm) {
            signature = algorithm;
            return this;
        }

        public Draft crl(String url) {
            crl = url;
            return this;
        }

        public Draft ocsp(String url) {
            ocsp = url;
            return this;
        }

        public TestCertificate selfSigned() {
            return new TestCertificate(sign(subject, keys.getPrivate(), null), keys, null);
        }

        public TestCertificate by(TestCertificate issuer) {
            X500Principal name = issuer.certificate.getSubjectX500Principal();
            return new TestCertificate(sign(name, issuer.key(), issuer), keys, issuer);
        }

        private X509Certificate sign(X500Principal issuer, PrivateKey key, @Nullable TestCertificate by) {
            try {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuer,
                        BigInteger.valueOf(SERIALS.getAndIncrement()),
                        Date.from(from),
                        Date.from(until),
                        subject,
                        keys.getPublic());
                if (authority) {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                }
                if (!names.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(GeneralName[]::new)));
                }
                if (crl != null) {
                    builder.addExtension(
                            Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                                new DistributionPoint(new DistributionPointName(new GeneralNames(url(crl))), null, null)
                            }));
                }
                if (ocsp != null) {
                    builder.addExtension(
                            Extension.authorityInfoAccess,
                            false,
                            new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, url(ocsp)));
                }
                String algorithm = signature == null ? signatureFor(key) : signature;
                return new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
            } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException("cannot make " + subject + (by == null ? "" : " by " + by), e);
            }
        }

        private static GeneralName url(String url) {
            return new GeneralName(GeneralName.uniformResourceIdentifier, url);
        }
    }
}
