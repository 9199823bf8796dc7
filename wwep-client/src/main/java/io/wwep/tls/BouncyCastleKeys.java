package io.wwep.tls;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * Converts private keys that the JDK cannot read (PKCS#1, SEC1, OpenSSH's and encrypted ones) into PKCS#8, which it can
 * read.
 *
 * <p>Apart from {@link KeyDecryption}, which it uses, no other class depends on BouncyCastle, which takes a third of a
 * second to load. So it is loaded for such keys only. BouncyCastle's provider is used as an object and never registered in
 * the JVM.
 */
final class BouncyCastleKeys {

    private static final String PKCS12_SCHEMES = "1.2.840.113549.1.12.1.";
    private static final String PKCS5_SCHEMES = "1.2.840.113549.1.5.";

    private BouncyCastleKeys() {}

    static byte[] ofPkcs1(String source, byte[] der) {
        try {
            AlgorithmIdentifier rsa = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
            return new PrivateKeyInfo(rsa, RSAPrivateKey.getInstance(der)).getEncoded();
        } catch (IOException | RuntimeException e) {
            throw damaged(source, e);
        }
    }

    static byte[] ofSec1(String source, byte[] der) {
        Der whole = Der.first(der);
        Optional<Der> curve = whole == null
                ? Optional.empty()
                : whole.elements().stream().filter(each -> each.isTagged(0)).findFirst();
        if (curve.isEmpty()) {
            throw new TlsMaterialException(
                    "the private key in " + source + " does not say which curve it is on; make one "
                            + KeyDescription.P256_KEY + ", and have a certificate issued for it",
                    null);
        }
        try {
            ASN1Primitive parameters = ASN1Primitive.fromByteArray(curve.get().content());
            AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters);
            return new PrivateKeyInfo(algorithm, ASN1Primitive.fromByteArray(der)).getEncoded();
        } catch (IOException | RuntimeException e) {
            throw damaged(source, e);
        }
    }

    /** Converts an unencrypted key in OpenSSH's format. */
    static byte[] ofOpenSsh(String source, byte[] content) {
        try {
            PrivateKeyInfo key =
                    PrivateKeyInfoFactory.createPrivateKeyInfo(OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(content));
            // Omit the public key that belongs to it: not every JDK accepts one.
            return new PrivateKeyInfo(key.getPrivateKeyAlgorithm(), key.parsePrivateKey()).getEncoded();
        } catch (IOException | RuntimeException e) {
            throw damaged(source, e);
        }
    }

    /** Decrypts encrypted PKCS#8. */
    static byte[] decrypted(String source, byte[] der, char @Nullable [] password, boolean pem) {
        EncryptedPrivateKeyInfo info;
        try {
            info = EncryptedPrivateKeyInfo.getInstance(der);
        } catch (RuntimeException e) {
            throw damaged(source, e);
        }
        KeyDecryption decryption = new KeyDecryption(source, needed(source, password), pem);
        AlgorithmIdentifier algorithm = info.getEncryptionAlgorithm();
        String scheme = algorithm.getAlgorithm().getId();
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            return decryption.pbes2(algorithm.getParameters(), info.getEncryptedData());
        }
        if (!scheme.startsWith(PKCS12_SCHEMES) && !scheme.startsWith(PKCS5_SCHEMES)) {
            throw decryption.unknown("the scheme " + scheme);
        }
        decryption.requireBearable(algorithm.getParameters());
        return decryptedByOldScheme(info, decryption, scheme);
    }

    private static byte[] decryptedByOldScheme(EncryptedPrivateKeyInfo info, KeyDecryption decryption, String scheme) {
        try {
            return new PKCS8EncryptedPrivateKeyInfo(info)
                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(decryption.password()))
                    .getEncoded();
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
            // A wrong password decrypts to random bytes, which fail in many ways.
            throw CertificateProblem.find(e, NoSuchAlgorithmException.class) == null
                    ? decryption.wrongPassword(e)
                    : decryption.unknown("the scheme " + scheme);
        }
    }

    /** Decrypts the older kind of encryption; the result is PKCS#1 or SEC1. */
    static byte[] decrypted(String source, EncryptedKey encrypted, byte[] body, char @Nullable [] password) {
        return new KeyDecryption(source, needed(source, password), true).traditional(encrypted, body);
    }

    private static TlsMaterialException damaged(String source, Exception cause) {
        return new TlsMaterialException("the private key in " + source + " is damaged; copy the file again", cause);
    }

    private static char[] needed(String source, char @Nullable [] password) {
        if (password == null) {
            throw new TlsMaterialException(
                    "the private key in " + source + " is encrypted; give its password as well", null);
        }
        return password;
    }
}
