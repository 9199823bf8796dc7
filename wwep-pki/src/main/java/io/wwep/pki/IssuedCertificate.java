package io.wwep.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A new certificate with its private key, and the certificates that lead to its root.
 *
 * <pre>{@code
 * IssuedCertificate lab = IssuedCertificate.authority("My lab");
 * IssuedCertificate server = IssuedCertificate.named("server").names("wwep.local", "127.0.0.1").issuedBy(lab);
 * }</pre>
 *
 * <p>A server is given {@link #sslContext()}, or the files {@link #chainFile} and {@link #keyFile}; its clients are given the
 * {@link #certificatePem()} of the authority to trust. Immutable, and safe for use by several threads at once.
 */
public final class IssuedCertificate {

    private static final String OWNER_ALONE = "rw-------";

    /** What has a meaning of its own in a distinguished name. */
    private static final Pattern SPECIAL = Pattern.compile("[,=\\n+<>#;\\\\\"]|^ | $");

    private final X509Certificate certificate;
    private final KeyPair keys;

    /** The certificates above its own, without the root. */
    private final List<X509Certificate> intermediates;

    private final boolean selfSigned;

    private IssuedCertificate(
            X509Certificate certificate, KeyPair keys, List<X509Certificate> intermediates, boolean selfSigned) {
        this.certificate = certificate;
        this.keys = keys;
        this.intermediates = List.copyOf(intermediates);
        this.selfSigned = selfSigned;
    }

    static IssuedCertificate selfSigned(X509Certificate certificate, KeyPair keys) {
        return new IssuedCertificate(certificate, keys, List.of(), true);
    }

    static IssuedCertificate by(IssuedCertificate issuer, X509Certificate certificate, KeyPair keys) {
        return new IssuedCertificate(certificate, keys, issuer.selfSigned ? List.of() : issuer.chain(), false);
    }

    /**
     * {@return a builder for a certificate with a common name} Clients look for a server at its {@link
     * CertificateBuilder#names}, not at this name.
     *
     * @param commonName any text, such as {@code My first server}; not empty
     * @throws IllegalArgumentException if the name is empty
     */
    public static CertificateBuilder named(String commonName) {
        Objects.requireNonNull(commonName, "commonName");
        if (commonName.isBlank()) {
            throw new IllegalArgumentException(
                    "a certificate's common name must not be empty: give a text, such as My first server");
        }
        // In quotation marks the JDK would lose white space at both ends.
        return named(new X500Principal("CN=" + SPECIAL.matcher(commonName).replaceAll("\\\\$0")));
    }

    /**
     * {@return a builder for a certificate with a subject}
     *
     * @param subject such as {@code new X500Principal("CN=lamp,OU=Lab,O=Example")}
     */
    public static CertificateBuilder named(X500Principal subject) {
        return new CertificateBuilder(subject);
    }

    /**
     * {@return a new root authority} It has a P-256 key and is valid for 30 days; for other choices, start with {@link #named}
     * and end with {@link CertificateBuilder#authority()} and {@link CertificateBuilder#selfSigned()}.
     *
     * @param commonName any text; not empty
     * @throws IllegalArgumentException if the name is empty
     */
    public static IssuedCertificate authority(String commonName) {
        Objects.requireNonNull(commonName, "commonName");
        return named(commonName).authority().selfSigned();
    }

    /**
     * {@return a certificate made elsewhere, with its key} For an authority that is kept in files, which issues further
     * certificates.
     *
     * @param certificate self-signed or not
     * @param key its private key
     * @param intermediates the certificates that lead to its root, nearest first, without the root
     * @throws IllegalArgumentException if the key does not belong to the certificate, or is not one that signs
     */
    public static IssuedCertificate of(X509Certificate certificate, PrivateKey key, X509Certificate... intermediates) {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(intermediates, "intermediates");
        if (!belongs(key, certificate)) {
            throw new IllegalArgumentException("the key " + KeyText.of(key) + " does not belong to the certificate "
                    + certificate.getSubjectX500Principal().getName() + ": give its own");
        }
        return new IssuedCertificate(
                certificate,
                new KeyPair(certificate.getPublicKey(), key),
                List.of(intermediates),
                certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        try {
            return KeyPairs.isMatching(key, certificate.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the key " + KeyText.of(key)
                            + " does not sign, so whether it belongs to the certificate cannot be checked:"
                            + " use RSA, EC or EdDSA",
                    e);
        }
    }

    /** {@return the certificate} */
    public X509Certificate certificate() {
        return certificate;
    }

    /** {@return its private key} */
    public PrivateKey key() {
        return keys.getPrivate();
    }

    /** {@return both of its keys} */
    public KeyPair keys() {
        return keys;
    }

    /**
     * {@return what a server sends in TLS: the certificate, then its issuer's and so on} The root is left out, as peers have it;
     * but a self-signed certificate is there, alone.
     */
    public List<X509Certificate> chain() {
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        chain.addAll(intermediates);
        return List.copyOf(chain);
    }

    /**
     * {@return the same certificate and key with other certificates after its own in the {@link #chain}} For tests of what a
     * wrongly configured server sends.
     *
     * @param others in any order; none for a chain of its certificate alone
     */
    public IssuedCertificate withIntermediates(X509Certificate... others) {
        Objects.requireNonNull(others, "others");
        return new IssuedCertificate(certificate, keys, List.of(others), selfSigned);
    }

    /** {@return the certificate alone, as PEM: what peers are given to trust an authority or a self-signed server} */
    public String certificatePem() {
        return PemText.of(certificate);
    }

    /** {@return the {@link #chain}, as PEM: what a server or client is configured with beside its key} */
    public String chainPem() {
        StringBuilder text = new StringBuilder();
        chain().forEach(each -> text.append(PemText.of(each)));
        return text.toString();
    }

    /** {@return the private key as PEM: PKCS#8, not encrypted} For other formats see {@link PemText}. */
    public String keyPem() {
        return PemText.of(key());
    }

    /**
     * Writes {@link #chainPem} to a file whose name is the certificate's serial number and {@code .pem}. A file that is there
     * is overwritten.
     *
     * @param folder such as a test's temporary folder; it must be there
     * @return the file
     * @throws UncheckedIOException if it cannot be written
     */
    public Path chainFile(Path folder) {
        Objects.requireNonNull(folder, "folder");
        Path file = folder.resolve(certificate.getSerialNumber() + ".pem");
        try {
            return Files.writeString(file, chainPem());
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    /**
     * Writes {@link #keyPem} to a file whose name is the certificate's serial number and {@code .key}. A file that is there is
     * overwritten. Where files have POSIX permissions, only its owner can read a new one.
     *
     * @param folder such as a test's temporary folder; it must be there
     * @return the file
     * @throws UncheckedIOException if it cannot be written
     */
    public Path keyFile(Path folder) {
        Objects.requireNonNull(folder, "folder");
        Path file = folder.resolve(certificate.getSerialNumber() + ".key");
        try {
            if (Files.notExists(file)
                    && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ALONE)));
            }
            return Files.writeString(file, keyPem());
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    private static UncheckedIOException notWritten(Path file, IOException e) {
        return new UncheckedIOException(
                file + " cannot be written (" + e + "); give a folder that is there and may be written to", e);
    }

    /**
     * {@return a new context for TLS by {@link #chain} and {@link #key}, which trusts the authorities that Java trusts by
     * default} For a server that asks for no client certificate.
     *
     * @throws IllegalStateException if this Java does no TLS with such a key
     */
    public SSLContext sslContext() {
        return context(null);
    }

    /**
     * {@return a new context for TLS by {@link #chain} and {@link #key}, which trusts only peers whose certificate was issued by
     * one of these, or is one of these} The context only checks what peers send: a server must also ask for it, by {@code
     * setNeedClientAuth}.
     *
     * @param trusted authorities, or self-signed certificates; at least one
     * @throws IllegalArgumentException if nothing is trusted
     * @throws IllegalStateException if this Java does no TLS with such a key
     */
    public SSLContext sslContext(IssuedCertificate... trusted) {
        Objects.requireNonNull(trusted, "trusted");
        if (trusted.length == 0) {
            throw new IllegalArgumentException("a context that trusts no authority accepts no peer: give an authority");
        }
        try {
            KeyStore anchors = emptyStore();
            for (int i = 0; i < trusted.length; i++) {
                anchors.setCertificateEntry("trusted-" + i, trusted[i].certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            return context(trust.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot trust the given certificates: " + e.getMessage(), e);
        }
    }

    private SSLContext context(TrustManager @Nullable [] trust) {
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("own", key(), new char[0], chain().toArray(X509Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), trust, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    "this Java does no TLS with the " + KeyText.of(key()) + " key of " + this + ": " + e.getMessage(),
                    e);
        }
    }

    /** In memory only: PKCS#12 would spend time on encryption. */
    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        return store;
    }

    /** {@return the certificate's subject alone, so that no key gets into a log} */
    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }
}
