package io.wwep.pki;

import java.io.IOException;
import java.io.StringWriter;
import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.MiscPEMGenerator;
import org.bouncycastle.openssl.PEMEncryptor;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.jspecify.annotations.Nullable;

/** Writes key formats that need BouncyCastle. Plain PEM avoids it, because it is slow to load. */
final class OpensslKeyFormats {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    /** The default of openssl. */
    private static final int ITERATIONS = 2048;

    private OpensslKeyFormats() {}

    static String traditional(byte[] pkcs8, PrivateKey key) {
        return traditional(pkcs8, key, null);
    }

    static String traditionalEncrypted(byte[] pkcs8, PrivateKey key, char[] password) {
        return traditional(
                pkcs8,
                key,
                new JcePEMEncryptorBuilder("AES-256-CBC").setProvider(PROVIDER).build(password));
    }

    static String encrypted(PrivateKey key, char[] password) {
        try {
            return write(new JcaPKCS8Generator(
                    key,
                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                            .setProvider(PROVIDER)
                            .setIterationCount(ITERATIONS)
                            // Like openssl. The default, HMAC-SHA1, uses only the low byte of each character of a
                            // password.
                            .setPRF(PKCS8Generator.PRF_HMACSHA256)
                            .setPassword(password)
                            .build()));
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("BouncyCastle cannot encrypt the key " + KeyText.of(key), e);
        }
    }

    private static String traditional(byte[] pkcs8, PrivateKey key, @Nullable PEMEncryptor encryptor) {
        if (!key.getAlgorithm().equals("RSA") && !key.getAlgorithm().equals("EC")) {
            throw new IllegalArgumentException(
                    KeyText.of(key) + " keys have no traditional format; only RSA and EC keys do: write it as PKCS#8");
        }
        try {
            return write(new MiscPEMGenerator(withCurve(pkcs8, key), encryptor));
        } catch (IOException e) {
            throw new IllegalStateException("BouncyCastle cannot write the key " + KeyText.of(key), e);
        }
    }

    /** Adds the curve to the inner key structure, like openssl. The JDK has it only in the outer one. */
    private static PrivateKeyInfo withCurve(byte[] pkcs8, PrivateKey key) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
        if (!(key instanceof java.security.interfaces.ECPrivateKey curveKey)) {
            return info;
        }
        AlgorithmIdentifier curve = info.getPrivateKeyAlgorithm();
        ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
        int bits = curveKey.getParams().getOrder().bitLength();
        return new PrivateKeyInfo(curve, new ECPrivateKey(bits, bare.getKey(), curve.getParameters()));
    }

    private static String write(PemObjectGenerator object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        // BouncyCastle uses the system's line ends.
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
