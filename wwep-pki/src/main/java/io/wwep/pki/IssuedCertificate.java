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
 * A new certificate with its private key and its chain.
 *
 * <pre>{@code
 * IssuedCertificate lab = IssuedCertificate.authority("My lab");
 * IssuedCertificate server = IssuedCertificate.named("server").names("wwep.local", "127.0.0.1").issuedBy(lab);
 * }</pre>
 *
 * <p>Configure a server with {@link #sslContext()}, or with the files {@link #chainFile} and {@link #keyFile}.
 * Configure its clients to trust the {@link #certificatePem()} of the authority. Immutable, and safe for use by several
 * threads at once.
 */
public final class IssuedCertificate {

    private static final String OWNER_ONLY = "rw-------";

    /** Characters that are special in a distinguished name. */
    private static final Pattern SPECIAL = Pattern.compile("[,=\\n+<>#;\\\\\"]|^ | $");

    private final X509Certificate certificate;
    private final KeyPair keys;

    /** The intermediate certificates, without the root. */
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
     * {@return a builder for a certificate with a common name} Clients check a server's {@link
     * CertificateBuilder#names}, not this name.
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
        // Escapes instead of quoting, because the JDK strips white space at both ends of quoted text.
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
     * {@return a new root authority} It has a P-256 key and is valid for 30 days. For other settings, start with {@link
     * #named} and end with {@link CertificateBuilder#authority()} and {@link CertificateBuilder#selfSigned()}.
     *
     * @param commonName any text; not empty
     * @throws IllegalArgumentException if the name is empty
     */
    public static IssuedCertificate authority(String commonName) {
        Objects.requireNonNull(commonName, "commonName");
        return named(commonName).authority().selfSigned();
    }

    /**
     * {@return an existing certificate with its key} Use it for an authority that is kept in files and issues more
     * certificates.
     *
     * @param certificate self-signed or not
     * @param key its private key
     * @param intermediates the intermediate certificates of its chain, nearest first, without the root
     * @throws IllegalArgumentException if the key does not belong to the certificate or cannot sign
     */
    public static IssuedCertificate of(X509Certificate certificate, PrivateKey key, X509Certificate... intermediates) {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(intermediates, "intermediates");
        if (!matches(key, certificate)) {
            throw new IllegalArgumentException("the key " + KeyText.of(key) + " does not belong to the certificate "
                    + certificate.getSubjectX500Principal().getName() + ": give the certificate's own key");
        }
        return new IssuedCertificate(
                certificate,
                new KeyPair(certificate.getPublicKey(), key),
                List.of(intermediates),
                certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
    }

    private static boolean matches(PrivateKey key, X509Certificate certificate) {
        try {
            return KeyPairs.isMatching(key, certificate.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "a key of this kind (" + KeyText.of(key)
                            + ") cannot sign certificates here; use an authority with a key of RSA, EC P-256 or Ed25519",
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

    /** {@return its key pair} */
    public KeyPair keys() {
        return keys;
    }

    /**
     * {@return the chain that a server sends in TLS: the certificate, then its issuer's, and so on} It omits the root,
     * which peers already have. For a self-signed certificate, it is that certificate only.
     */
    public List<X509Certificate> chain() {
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        chain.addAll(intermediates);
        return List.copyOf(chain);
    }

    /**
     * {@return the same certificate and key with other intermediate certificates in the {@link #chain}} Use it to test
     * misconfigured servers.
     *
     * @param others in any order; none for a chain of the certificate only
     */
    public IssuedCertificate withIntermediates(X509Certificate... others) {
        Objects.requireNonNull(others, "others");
        return new IssuedCertificate(certificate, keys, List.of(others), selfSigned);
    }

    /** {@return the certificate only, as PEM: peers need it to trust an authority or a self-signed server} */
    public String certificatePem() {
        return PemText.of(certificate);
    }

    /** {@return the {@link #chain} as PEM: a server or client needs it together with its key} */
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
     * Writes {@link #chainPem} to a file named after the certificate's serial number, with the suffix {@code .pem}.
     * Overwrites an existing file.
     *
     * @param folder an existing folder, such as a test's temporary folder
     * @return the file
     * @throws UncheckedIOException if it cannot be written
     */
    public Path chainFile(Path folder) {
        Objects.requireNonNull(folder, "folder");
        Path file = folder.resolve(certificate.getSerialNumber() + ".pem");
        try {
            return Files.writeString(file, chainPem());
        } catch (IOException e) {
            throw writeFailure(file, e);
        }
    }

    /**
     * Writes {@link #keyPem} to a file named after the certificate's serial number, with the suffix {@code .key}.
     * Overwrites an existing file. On systems with POSIX permissions, only the owner can read a new file.
     *
     * @param folder an existing folder, such as a test's temporary folder
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
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            }
            return Files.writeString(file, keyPem());
        } catch (IOException e) {
            throw writeFailure(file, e);
        }
    }

    private static UncheckedIOException writeFailure(Path file, IOException e) {
        return new UncheckedIOException(file + " cannot be written (" + e + "); give an existing, writable folder", e);
    }

    /**
     * {@return a new TLS context with {@link #chain} and {@link #key} that trusts Java's default authorities} Use it
     * for a server that does not ask for client certificates.
     *
     * @throws IllegalStateException if this JVM does not support TLS with such a key
     */
    public SSLContext sslContext() {
        return context(null);
    }

    /**
     * {@return a new TLS context with {@link #chain} and {@link #key} that trusts only these certificates and those
     * they issued} The context checks the certificates that peers send; a server must also request them with {@code
     * setNeedClientAuth}.
     *
     * @param trusted authorities or self-signed certificates; at least one
     * @throws IllegalArgumentException if nothing is trusted
     * @throws IllegalStateException if this JVM does not support TLS with such a key
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
            throw new IllegalStateException("this JVM cannot trust the given certificates: " + e.getMessage(), e);
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
                    "this JVM does not support TLS with the " + KeyText.of(key()) + " key of " + this + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Returns an empty JKS store, because PKCS#12 would spend time on encryption. */
    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        return store;
    }

    /** {@return only the certificate's subject, so that no key gets into a log} */
    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }
}
