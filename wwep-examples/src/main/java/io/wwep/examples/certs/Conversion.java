package io.wwep.examples.certs;

import io.wwep.pki.PemText;
import io.wwep.tls.KeyDescription;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** A certificate or private key, converted from PEM to DER or from DER to PEM. */
public final class Conversion {

    private final byte[] bytes;
    private final boolean secret;
    private final String what;

    private Conversion(byte[] bytes, boolean secret, String what) {
        this.bytes = bytes;
        this.secret = secret;
        this.what = what;
    }

    /**
     * Converts a file's content.
     *
     * @throws IllegalArgumentException if it has more than one certificate or key, or an encrypted key
     */
    public static Conversion of(FileContent content) {
        int parts = content.certificates().size() + (content.hasKey() ? 1 : 0);
        if (parts > 1) {
            throw new IllegalArgumentException(content.file() + " is " + content
                    + ", and DER can hold only one; copy the block that you need, from BEGIN to END, to a separate"
                    + " file");
        }
        return content.hasKey()
                ? of(content.key(), content.pem())
                : of(content.certificates().get(0), content.pem());
    }

    /** Returns the content of the new file. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns whether it is a private key. */
    public boolean isSecret() {
        return secret;
    }

    /** Returns a description. */
    @Override
    public String toString() {
        return what;
    }

    private static Conversion of(X509Certificate certificate, boolean fromPem) {
        String subject = CertificateReport.subject(certificate);
        return fromPem
                ? new Conversion(der(certificate), false, "DER, the certificate " + subject)
                : new Conversion(text(PemText.of(certificate)), false, "PEM, the certificate " + subject);
    }

    private static Conversion of(PrivateKey key, boolean fromPem) {
        String kind = "a private key (PKCS#8, " + KeyDescription.of(key) + ")";
        return fromPem
                ? new Conversion(key.getEncoded(), true, "DER, " + kind)
                : new Conversion(text(PemText.of(key)), true, "PEM, " + kind);
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
    }

    private static byte[] text(String pem) {
        return pem.getBytes(StandardCharsets.US_ASCII);
    }
}
