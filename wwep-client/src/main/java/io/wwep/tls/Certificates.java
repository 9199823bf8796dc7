package io.wwep.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * Reads and describes X.509 certificates, for programs that show them, monitor their expiry, or compare a fingerprint.
 * {@link WwepTls} needs none of this.
 */
public final class Certificates {

    /** Compiled on first use: a client that starts only reads certificates, which needs no pattern. */
    private static final class Patterns {

        /** Splits a subject's name by RFC 2253, which escapes commas and the like within a value by a backslash. */
        static final Pattern COMMON_NAME = Pattern.compile("(?:^|[,+])CN=((?:\\\\.|[^,+\\\\])*)");
    }

    private Certificates() {}

    /**
     * {@return all usable certificates of a file, at least one, in order} Those that are damaged, or have something that the JDK
     * does not accept, are skipped with a warning in the log {@code io.wwep.tls}.
     *
     * @param file PEM, or DER, which holds one
     * @throws TlsMaterialException if the file is missing, empty or cut off, or has no usable certificate
     */
    public static List<X509Certificate> read(Path file) {
        Objects.requireNonNull(file, "file");
        return read(Source.of(file));
    }

    /**
     * {@return all usable certificates of a file, as {@link #read(Path)} does} Logs nothing.
     *
     * @param file PEM, or DER, which holds one
     * @param unusable receives one line for each certificate that is skipped: which block it is and why it cannot be used;
     *     called on this thread, before this method returns
     * @throws TlsMaterialException if the file is missing, empty or cut off, or has no usable certificate
     */
    public static List<X509Certificate> read(Path file, Consumer<String> unusable) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(unusable, "unusable");
        return CertificateReader.of(Source.of(file)).usable(unusable);
    }

    /** Reads all certificates of a source, PEM or DER, at least one. */
    static List<X509Certificate> read(Source source) {
        return CertificateReader.of(source).usable();
    }

    /** Reads the trusted certificates of a keystore, JKS or PKCS#12, at least one. */
    static List<X509Certificate> ofKeyStore(Path file, char[] password) {
        Source.of(file);
        Set<X509Certificate> certificates = new HashSet<>();
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate known) {
                    certificates.add(known);
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsMaterialException(
                    file + " cannot be read as a keystore: " + e.getMessage()
                            + "; check the password, and that it is JKS or PKCS#12",
                    e);
        }
        if (certificates.isEmpty()) {
            throw new TlsMaterialException(
                    file + " has no trusted certificate; import one: keytool -importcert -keystore " + file, null);
        }
        return List.copyOf(certificates);
    }

    /**
     * {@return every name that a server with this certificate has: its alternative names, host names and IP addresses}
     * Empty if it has none that can be read; then its {@link #commonName} may count.
     *
     * @param certificate a server's
     */
    public static List<String> names(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        return ServerNames.of(certificate).all();
    }

    /**
     * {@return those names of a server's certificate by which a client can verify it, best first: host names, then IP
     * addresses; or, where it has no host name, its common name} Empty if there are none. Patterns such as {@code
     * *.example.org} are left out, and so are entries that the JDK never matches: with an underscore, with a dot at the end,
     * or an address written as a host name.
     *
     * @param certificate a server's
     */
    public static List<String> verifiableNames(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        return ServerNames.of(certificate).verifiable();
    }

    /**
     * {@return those names of a server's certificate that have a wildcard, such as {@code *.example.org}, and by which a client can
     * verify it} Empty if there are none. Left out are those that the JDK never matches, such as {@code *}
     * alone, and those that only JDK 17 does, such as {@code a.*.org}.
     *
     * @param certificate a server's
     */
    public static List<String> wildcardNames(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        return ServerNames.of(certificate).wildcards();
    }

    /**
     * {@return the subject of a certificate by RFC 2253 in one line for people to read: attributes that the JDK shows in
     * hexadecimal have their names, such as emailAddress, and control characters are replaced by "?"} {@code (none)} if it
     * is empty.
     *
     * @param certificate a server's, a client's or an authority's
     */
    public static String subject(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        return DistinguishedNames.text(certificate.getSubjectX500Principal());
    }

    /**
     * {@return the issuer of a certificate, written as {@link #subject} is}
     *
     * @param certificate a server's, a client's or an authority's
     */
    public static String issuer(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        return DistinguishedNames.text(certificate.getIssuerX500Principal());
    }

    /**
     * {@return what in a certificate itself keeps a client from accepting it from a server although its issuer is trusted,
     * and what makes a right one; to be read after "it"} Empty if there is nothing. Validity and names are not looked at,
     * nor is its issuer. A client that trusts this very certificate accepts it all the same.
     *
     * @param certificate a server's
     */
    public static Optional<String> obstacleForServer(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        return CertificateRules.againstPeer(certificate, true)
                .or(() -> CertificateRules.againstSignatureLength(certificate));
    }

    /**
     * {@return what keeps a client that trusts the issuer of a server's certificate from accepting it for that, and what makes
     * a right one; to be read after "since"} Empty if one of the issuers can be used, or none has the issuer's name.
     * Validity is not looked at.
     *
     * @param certificate a server's
     * @param issuers the certificates that a client may trust; those with another name than its issuer's are ignored
     */
    public static Optional<String> obstacleOfIssuer(X509Certificate certificate, List<X509Certificate> issuers) {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(issuers, "issuers");
        List<Optional<String>> obstacles = issuers.stream()
                .filter(each -> each.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .map(each -> RefusedChain.againstAnchor(certificate, each))
                .toList();
        return obstacles.stream().allMatch(Optional::isPresent)
                ? obstacles.stream().flatMap(Optional::stream).findFirst()
                : Optional.empty();
    }

    /**
     * {@return what in a certificate itself keeps clients and servers from accepting what it has issued although it is
     * trusted, and what makes a right one; to be read after "it"} Empty if there is nothing.
     *
     * @param certificate an authority's
     */
    public static Optional<String> obstacleForAuthority(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        return CertificateRules.againstIssuer(certificate).or(() -> CertificateRules.againstKey(certificate));
    }

    /**
     * {@return the common name of a certificate's subject, or the whole subject where it has none}
     *
     * @param certificate a server's, a client's or an authority's
     */
    public static String commonName(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        String subject = certificate.getSubjectX500Principal().getName();
        Matcher name = Patterns.COMMON_NAME.matcher(subject);
        return name.find() ? name.group(1).replaceAll("\\\\(.)", "$1") : subject;
    }

    /**
     * {@return a certificate and those of the others that lead from it to its issuer, its issuer's issuer and so on} They
     * are found by their names: no signature is checked.
     *
     * @param own comes first
     * @param others in any order; those that do not belong to it are left out
     */
    public static List<X509Certificate> path(X509Certificate own, List<X509Certificate> others) {
        Objects.requireNonNull(own, "own");
        Objects.requireNonNull(others, "others");
        List<X509Certificate> path = new ArrayList<>(List.of(own));
        Optional<X509Certificate> next = Optional.of(own);
        while (next.isPresent()) {
            X500Principal issuer = next.get().getIssuerX500Principal();
            next = others.stream()
                    .filter(each -> each.getSubjectX500Principal().equals(issuer) && !path.contains(each))
                    .findFirst();
            next.ifPresent(path::add);
        }
        return path;
    }

    /**
     * {@return whether a certificate names itself as its issuer} The signature is not checked.
     *
     * @param certificate a server's, a client's or an authority's
     */
    public static boolean isSelfSigned(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /**
     * {@return SHA-256 of a certificate, in pairs of hexadecimal digits in upper case separated by colons}
     *
     * @param certificate is hashed whole, as DER
     */
    public static String fingerprint(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
