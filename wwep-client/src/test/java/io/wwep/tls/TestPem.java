package io.wwep.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.MiscPEMGenerator;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;

/** Certificates and keys as PEM, in every format there is. */
public final class TestPem {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private TestPem() {}

    public static String of(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pkcs8(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    /** PKCS#1 for RSA, SEC1 for elliptic curves. */
    public static String traditional(PrivateKey key) {
        return write(generator(() -> new MiscPEMGenerator(pair(key))));
    }

    /** With the curve inside, as openssl has it; the JDK leaves it outside. */
    private static PrivateKeyInfo pair(PrivateKey key) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        if (!key.getAlgorithm().equals("EC")) {
            return info;
        }
        AlgorithmIdentifier curve = info.getPrivateKeyAlgorithm();
        ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
        int bits = ((java.security.interfaces.ECPrivateKey) key)
                .getParams()
                .getOrder()
                .bitLength();
        return new PrivateKeyInfo(curve, new ECPrivateKey(bits, bare.getKey(), curve.getParameters()));
    }

    /** As openssl wrote encrypted keys before it took to PKCS#8. */
    public static String traditionalEncrypted(PrivateKey key, String password) {
        return write(generator(() -> new MiscPEMGenerator(
                pair(key),
                new JcePEMEncryptorBuilder("AES-256-CBC").setProvider(PROVIDER).build(password.toCharArray()))));
    }

    /** PKCS#8, encrypted with PBES2. */
    public static String pkcs8Encrypted(PrivateKey key, String password) {
        try {
            return write(new JcaPKCS8Generator(
                    key,
                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                            .setProvider(PROVIDER)
                            .setIterationCount(1000)
                            .setPassword(password.toCharArray())
                            .build()));
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String block(String type, byte[] content) {
        return write(new PemObject(type, content));
    }

    private interface Made {
        PemObjectGenerator make() throws IOException;
    }

    private static PemObjectGenerator generator(Made made) {
        try {
            return made.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String write(PemObjectGenerator object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
