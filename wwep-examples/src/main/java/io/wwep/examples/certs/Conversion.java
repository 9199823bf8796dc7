package io.wwep.examples.certs;

import io.wwep.pki.PemText;
import io.wwep.tls.KeyDescription;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** A certificate or private key in the other of the two formats: DER that was PEM, or PEM that was DER. */
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
     * Converts what is in a file.
     *
     * @throws IllegalArgumentException if it is more than DER can hold, or an encrypted key
     */
    public static Conversion of(FileContent content) {
        int parts = content.certificates().size() + (content.hasKey() ? 1 : 0);
        if (parts > 1) {
            throw new IllegalArgumentException(content.file() + " is " + content
                    + ", and DER can hold one only; copy the one block that you need, from BEGIN to END, to a file of"
                    + " its own");
        }
        return content.hasKey()
                ? of(content.key(), content.pem())
                : of(content.certificates().get(0), content.pem());
    }

    /** What goes into the new file. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether it is a key, for nobody else to read. */
    public boolean isSecret() {
        return secret;
    }

    /** What it is, in words. */
    @Override
    public String toString() {
        return what;
    }

    private static Conversion of(X509Certificate certificate, boolean fromPem) {
        String subject = CertificateSheet.subject(certificate);
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
