package io.wwep.pki;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Objects;

/**
 * Writes certificates and private keys as PEM, in every format that openssl writes. Lines end with LF. For DER, use
 * {@code getEncoded()} of the certificate or key.
 */
public final class PemText {

    private static final int LINE_LENGTH = 64;

    private PemText() {}

    /**
     * {@return a certificate as PEM}
     *
     * @param certificate a single certificate, without its chain
     * @throws IllegalArgumentException if the certificate cannot be encoded
     */
    public static String of(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("the certificate cannot be encoded", e);
        }
    }

    /**
     * {@return a private key as PEM: PKCS#8, not encrypted}
     *
     * @param key of any algorithm
     * @throws IllegalArgumentException if the key cannot be exported from its device
     */
    public static String of(PrivateKey key) {
        Objects.requireNonNull(key, "key");
        return block("PRIVATE KEY", pkcs8(key));
    }

    /**
     * {@return a private key as PEM: PKCS#8, encrypted with AES-256 (PBES2)}
     *
     * @param key of any algorithm
     * @param password not changed; not empty
     * @throws IllegalArgumentException if the key cannot be exported from its device, or the password is empty
     */
    public static String encrypted(PrivateKey key, char[] password) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(password, "password");
        pkcs8(key);
        return OpensslKeyFormats.encrypted(key, requireNotEmpty(password));
    }

    /**
     * {@return a private key as PEM in the traditional format: PKCS#1 for RSA, SEC1 for elliptic curves}
     *
     * @param key RSA or EC
     * @throws IllegalArgumentException if the key is of another algorithm, or cannot be exported from its device
     */
    public static String traditional(PrivateKey key) {
        Objects.requireNonNull(key, "key");
        return OpensslKeyFormats.traditional(pkcs8(key), key);
    }

    /**
     * {@return a private key as PEM in the traditional format, encrypted with AES-256} This is the format of openssl
     * before version 3.
     *
     * @param key RSA or EC
     * @param password not changed; not empty
     * @throws IllegalArgumentException if the key is of another algorithm, or cannot be exported from its device, or
     *     the password is empty
     */
    public static String traditionalEncrypted(PrivateKey key, char[] password) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(password, "password");
        return OpensslKeyFormats.traditionalEncrypted(pkcs8(key), key, requireNotEmpty(password));
    }

    /**
     * {@return a PEM block}
     *
     * @param type the label after BEGIN, such as CERTIFICATE
     * @param der the content, which is not checked
     */
    public static String block(String type, byte[] der) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(der, "der");
        Base64.Encoder lines = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'});
        String body = new String(lines.encode(der), StandardCharsets.US_ASCII);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    private static byte[] pkcs8(PrivateKey key) {
        byte[] pkcs8 = key.getEncoded();
        if (pkcs8 == null) {
            throw new IllegalArgumentException("this key cannot be exported from its device");
        }
        return pkcs8;
    }

    private static char[] requireNotEmpty(char[] password) {
        if (password.length == 0) {
            throw new IllegalArgumentException("a key cannot be encrypted with an empty password: give a password");
        }
        return password;
    }
}
