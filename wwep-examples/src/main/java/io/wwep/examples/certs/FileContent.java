package io.wwep.examples.certs;

import io.wwep.tls.Certificates;
import io.wwep.tls.Pem;
import io.wwep.tls.PrivateKeys;
import io.wwep.tls.TlsMaterialException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a file: certificates, a private key, or both.
 *
 * @param pem whether it is PEM; it is DER if not
 * @param certificates the usable certificates
 * @param unusable the problems of the others, one line each
 */
public record FileContent(
        Path file, boolean pem, List<X509Certificate> certificates, List<String> unusable, boolean hasKey) {

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is missing, empty or damaged, or has neither a certificate nor a private key
     */
    public static FileContent of(Path file) {
        List<String> types = Pem.types(file);
        if (types.isEmpty()) {
            return ofDer(file);
        }
        boolean hasKey = types.stream().anyMatch(type -> type.endsWith("PRIVATE KEY"));
        boolean hasCertificate = types.stream().anyMatch(type -> type.endsWith("CERTIFICATE"));
        if (!hasKey && !hasCertificate && types.get(0).endsWith("CERTIFICATE REQUEST")) {
            throw new IllegalArgumentException(
                    file + " is a signing request; an authority must sign it first: ./wwep certs sign");
        }
        if (!hasCertificate && hasKey) {
            return new FileContent(file, true, List.of(), Pem.hasBundle(file) ? bundlesOf(file) : List.of(), true);
        }
        // Rejects anything else with a message that names it and how to convert it.
        List<String> unusable = new ArrayList<>();
        List<X509Certificate> certificates = Certificates.read(file, unusable::add);
        return new FileContent(file, true, certificates, unusable, hasKey);
    }

    /** Returns what to do about the certificates beside a key that are not read. */
    private static List<String> bundlesOf(Path file) {
        try {
            Certificates.read(file);
            return List.of();
        } catch (TlsMaterialException unread) {
            return List.of(String.valueOf(unread.getMessage()));
        }
    }

    private static FileContent ofDer(Path file) {
        try {
            return new FileContent(file, false, Certificates.read(file), List.of(), false);
        } catch (TlsMaterialException noCertificate) {
            if (PrivateKeys.isEncrypted(file)) {
                return new FileContent(file, false, List.of(), List.of(), true);
            }
            try {
                PrivateKeys.read(file);
            } catch (TlsMaterialException noKey) {
                throw new IllegalArgumentException(
                        file + " is neither a usable certificate nor a usable private key: "
                                + noCertificate.getMessage(),
                        noKey);
            }
            return new FileContent(file, false, List.of(), List.of(), true);
        }
    }

    /**
     * Returns its private key.
     *
     * @throws IllegalArgumentException if it has none, or one that is encrypted or damaged
     */
    public PrivateKey key() {
        if (isKeyEncrypted()) {
            throw new IllegalArgumentException("the private key in " + file
                    + " is encrypted; decrypt it first: openssl pkey"
                    + (pem ? "" : " -inform DER") + " -in " + file + " -out KEY.pem");
        }
        return PrivateKeys.read(file);
    }

    /** Returns whether its private key needs a password. */
    public boolean isKeyEncrypted() {
        return PrivateKeys.isEncrypted(file);
    }

    /** Returns format and content as text, such as: PEM, 2 certificates and a private key. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        int count = certificates.size();
        if (count > 0) {
            parts.add(count == 1 ? "1 certificate" : count + " certificates");
        }
        if (hasKey) {
            parts.add("a private key");
        }
        String skipped = unusable.isEmpty() ? "" : ", and " + unusable.size() + " that cannot be used";
        return (pem ? "PEM, " : "DER, ") + String.join(" and ", parts) + skipped;
    }
}
