package io.wwep.tls;

import java.math.BigInteger;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the JDK requires of a peer's or an issuer's certificate, apart from a chain of signatures to a trusted one. Each
 * method returns the objection, to be read after "the certificate ...", and how to make an acceptable certificate.
 */
final class CertificateRules {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int SIGN_CERTIFICATES = 5;

    /** Shorter than P-256. */
    private static final int MOST_BITS_OF_SHORT_CURVES = 224;

    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    /** Netscape's and Microsoft's, which the JDK still accepts. */
    private static final Set<String> OLD_SERVER_AUTH = Set.of("1.3.6.1.4.1.311.10.3.3", "2.16.840.1.113730.4.1");

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private static final String NETSCAPE_TYPE = "2.16.840.1.113730.1.1";
    private static final int SSL_CLIENT = 0x80;
    private static final int SSL_SERVER = 0x40;

    /** Critical extensions that the JDK accepts. */
    private static final Set<String> KNOWN_IF_CRITICAL = Set.of(
            "2.5.29.15", // key usage
            "2.5.29.17", // subject alternative names
            "2.5.29.19", // basic constraints
            "2.5.29.30", // name constraints
            "2.5.29.32", // certificate policies
            "2.5.29.33", // policy mappings
            "2.5.29.36", // policy constraints
            "2.5.29.37", // extended key usage
            "2.5.29.54"); // inhibit any policy

    /** Names of other extensions, as openssl calls them. */
    private static final Map<String, String> EXTENSION_NAMES = Map.of(
            "2.5.29.14",
            "subjectKeyIdentifier",
            "2.5.29.18",
            "issuerAltName",
            "2.5.29.31",
            "crlDistributionPoints",
            "2.5.29.35",
            "authorityKeyIdentifier",
            "1.3.6.1.5.5.7.1.1",
            "authorityInfoAccess",
            "1.3.6.1.5.5.7.1.24",
            "tlsfeature",
            NETSCAPE_TYPE,
            "nsCertType");

    private CertificateRules() {}

    /**
     * Returns the objection to a peer with this certificate.
     *
     * @param server whether the peer is a server
     */
    static Optional<String> againstPeer(X509Certificate certificate, boolean server) {
        return againstPurpose(certificate, server)
                .or(() -> againstNetscapeType(certificate, server))
                .or(() -> againstUsage(certificate, server))
                .or(() -> againstAny(certificate));
    }

    /** Returns the objection to a certificate whose key signed another one. */
    static Optional<String> againstIssuer(X509Certificate issuer) {
        if (issuer.getBasicConstraints() < 0 && issuer.getVersion() >= 3) {
            return Optional.of("is not a certificate authority; make one that is:"
                    + " openssl req -x509 -addext basicConstraints=critical,CA:TRUE ...");
        }
        return mayUse(issuer, SIGN_CERTIFICATES)
                ? Optional.empty()
                : Optional.of("may not sign certificates; make one that may (openssl: -addext keyUsage=keyCertSign)");
    }

    /** Returns the objection to the key of a certificate that rules out every purpose. */
    static Optional<String> againstKey(X509Certificate certificate) {
        return KeyDescription.of(certificate.getPublicKey()).obstacle();
    }

    /** Returns the objection to the signature of a certificate that rules out every purpose. */
    static Optional<String> againstSignature(X509Certificate certificate) {
        String signature = certificate.getSigAlgName();
        return DisabledAlgorithms.containsSignature(signature)
                ? Optional.of(
                        "is signed with " + signature
                                + ", which Java no longer accepts; have it issued again with SHA-256 (openssl x509 -req -sha256 ...)")
                : Optional.empty();
    }

    /** Infers from the length of a certificate's signature whether the key that signed it is too short. */
    static Optional<String> againstSignatureLength(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.contains("ECDSA")) {
            int bits = bitsOfEcdsa(certificate.getSignature());
            return bits > 0 && bits <= MOST_BITS_OF_SHORT_CURVES
                    ? Optional.of("is signed with an EC key of " + bits
                            + " bits or less, which Java's TLS cannot use; have it"
                            + " issued by an authority that has a key " + KeyDescription.P256_KEY)
                    : Optional.empty();
        }
        int bits = certificate.getSignature().length * Byte.SIZE;
        OptionalInt least = DisabledAlgorithms.minimumBits("RSA");
        return algorithm.contains("RSA") && least.isPresent() && bits < least.getAsInt()
                ? Optional.of(
                        "is signed with an RSA key of " + bits + " bits or less, which is too short: Java requires "
                                + least.getAsInt() + "; have it issued by an authority that has one of 2048 bits: "
                                + KeyDescription.RSA_KEY)
                : Optional.empty();
    }

    /**
     * Returns the largest possible key length, in steps of 32: both numbers are almost never that much shorter than the key.
     */
    private static int bitsOfEcdsa(byte[] signature) {
        Der numbers = Der.first(signature);
        int bits = numbers == null
                ? 0
                : numbers.elements().stream()
                        .mapToInt(each -> new BigInteger(1, each.content()).bitLength())
                        .max()
                        .orElse(0);
        return (bits + Integer.SIZE - 1) / Integer.SIZE * Integer.SIZE;
    }

    /** Returns the objection to a certificate anywhere in a chain. */
    static Optional<String> againstAny(X509Certificate certificate) {
        return againstKey(certificate)
                .or(() -> againstSignature(certificate))
                .or(() -> againstCriticalExtensions(certificate));
    }

    private static Optional<String> againstPurpose(X509Certificate certificate, boolean server) {
        List<String> purposes;
        try {
            purposes = certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            return Optional.of("has an extendedKeyUsage that cannot be read; have it issued again");
        }
        String wanted = server ? SERVER_AUTH : CLIENT_AUTH;
        if (purposes == null
                || purposes.contains(wanted)
                || purposes.contains(ANY_PURPOSE)
                || (server && purposes.stream().anyMatch(OLD_SERVER_AUTH::contains))) {
            return Optional.empty();
        }
        boolean other = purposes.contains(server ? CLIENT_AUTH : SERVER_AUTH);
        return Optional.of(wrongPeer(server, other) + rightPurpose(server));
    }

    /**
     * Checks nsCertType, the predecessor of the extended key usage, which the JDK still honors, and openssl for some
     * purposes.
     */
    private static Optional<String> againstNetscapeType(X509Certificate certificate, boolean server) {
        byte[] extension = certificate.getExtensionValue(NETSCAPE_TYPE);
        Der wrapped = extension == null ? null : Der.first(extension);
        Der bits = wrapped == null ? null : Der.first(wrapped.content());
        // The first byte counts the unused bits at the end.
        byte[] type = bits == null ? new byte[0] : bits.content();
        if (extension == null || (type.length > 1 && (type[1] & (server ? SSL_SERVER : SSL_CLIENT)) != 0)) {
            return Optional.empty();
        }
        boolean other = type.length > 1 && (type[1] & (server ? SSL_CLIENT : SSL_SERVER)) != 0;
        return Optional.of(wrongPeer(server, other) + ", by its nsCertType" + rightPurpose(server)
                + ", and without nsCertType, which is obsolete");
    }

    private static String wrongPeer(boolean server, boolean other) {
        return other
                ? "is for TLS " + (server ? "clients" : "servers") + " only"
                : "is not for TLS " + (server ? "servers" : "clients");
    }

    private static String rightPurpose(boolean server) {
        return "; have one issued with extendedKeyUsage=" + (server ? "serverAuth" : "clientAuth")
                + " (openssl: -addext, or a line of the -extfile)";
    }

    private static Optional<String> againstUsage(X509Certificate certificate, boolean server) {
        if (mayUse(certificate, DIGITAL_SIGNATURE)) {
            return Optional.empty();
        }
        String right = "; have one issued with keyUsage=digitalSignature (openssl: -addext, or a line of the -extfile)";
        boolean staticRsa = server
                && certificate.getPublicKey() instanceof RSAKey
                && mayUse(certificate, KEY_ENCIPHERMENT)
                && !DisabledAlgorithms.includesStaticRsa();
        return Optional.of("has a key that may not sign in a TLS handshake"
                + (staticRsa ? ", which all but the old TLS_RSA_... suites need" : "") + right);
    }

    private static Optional<String> againstCriticalExtensions(X509Certificate certificate) {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        Set<String> unknown = critical == null ? new TreeSet<>() : new TreeSet<>(critical);
        unknown.removeAll(KNOWN_IF_CRITICAL);
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("has a critical extension that Java does not know, "
                        + unknown.stream()
                                .map(oid -> EXTENSION_NAMES.getOrDefault(oid, oid))
                                .collect(Collectors.joining(" and "))
                        + "; have one issued without it, or not critical");
    }

    private static boolean mayUse(X509Certificate certificate, int usage) {
        boolean[] usages = certificate.getKeyUsage();
        return usages == null || (usages.length > usage && usages[usage]);
    }
}
