package io.wwep.examples.certs;

import io.wwep.tls.Certificates;
import io.wwep.tls.KeyDescription;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Describes how a WWEP client treats a certificate, and how to make it trusted. */
final class ClientAdvice {

    /** Indices in a certificate's key usage. */
    private static final int DIGITAL_SIGNATURE = 0;

    private static final int KEY_ENCIPHERMENT = 2;

    /** RSA-PSS with SHA-256 needs a key slightly longer than this, about 66 bytes. */
    private static final int TOO_SHORT_FOR_TLS_1_3 = 522;

    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private ClientAdvice() {}

    /**
     * Returns one or more lines that follow "a client".
     *
     * @param others may include the certificate of its issuer
     * @param saved the certificate's file name
     */
    static List<String> on(X509Certificate certificate, List<X509Certificate> others, String saved, Instant now) {
        KeyDescription key = KeyDescription.of(certificate.getPublicKey());
        Optional<String> unusable = unusable(key);
        if (unusable.isPresent()) {
            return List.of("cannot use it: it " + unusable.get());
        }
        boolean authority = certificate.getBasicConstraints() >= 0;
        List<String> advice = new ArrayList<>();
        if (isFor(certificate, SERVER_AUTH)) {
            boolean onlySigns =
                    authority && Certificates.obstacleForAuthority(certificate).isEmpty();
            if (hasUsage(certificate, DIGITAL_SIGNATURE) || hasUsage(certificate, KEY_ENCIPHERMENT) || !onlySigns) {
                addServer(advice, certificate, others, saved, now);
            }
        } else if (isFor(certificate, CLIENT_AUTH)) {
            advice.add("presents it to servers that ask for one, given it and its key: --cert " + saved + " --key"
                    + " FILE");
            advice.add("and would not trust a server with it through its issuer");
        }
        if (authority) {
            advice.add(Certificates.obstacleForAuthority(certificate)
                    .map(text -> "would not trust the servers whose certificates it signed: it " + text)
                    .orElse("would trust the servers whose certificates it signed, given this one: --ca " + saved));
        }
        return advice.isEmpty() ? List.of("cannot use it: it is not meant for TLS") : advice;
    }

    /** Returns whether a client that is given this certificate trusts the servers whose certificates it signed. */
    static boolean isUsableAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0
                && unusable(KeyDescription.of(certificate.getPublicKey())).isEmpty()
                && Certificates.obstacleForAuthority(certificate).isEmpty();
    }

    /**
     * Returns why a certificate with this key cannot be used; a key that is only too short still works over TLS 1.2.
     */
    static Optional<String> unusable(KeyDescription key) {
        return key.bits() > 0 ? Optional.empty() : key.obstacle();
    }

    private static void addServer(
            List<String> advice, X509Certificate certificate, List<X509Certificate> others, String saved, Instant now) {
        Optional<String> obstacle = Certificates.isSelfSigned(certificate)
                ? Optional.empty()
                : Certificates.obstacleOfIssuer(certificate, others)
                        .or(() -> Certificates.obstacleForServer(certificate).map(text -> "it " + text));
        advice.add("would trust a server with it, " + given(certificate, obstacle, now) + ": --ca " + saved);
        advice.add(naming(certificate));
        obstacle.ifPresent(text -> advice.add("since " + text));
        int bits = KeyDescription.of(certificate.getPublicKey()).bits();
        if (bits > 0 && bits <= TOO_SHORT_FOR_TLS_1_3) {
            advice.add("and only over TLS 1.2: its key is too short for TLS 1.3 signatures");
        }
    }

    private static String given(X509Certificate certificate, Optional<String> obstacle, Instant now) {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return "but only given this exact certificate, since it has expired";
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return "but only given this exact certificate, since it is not valid yet";
        }
        if (obstacle.isPresent()) {
            return "but only given this exact certificate";
        }
        return Certificates.isSelfSigned(certificate)
                ? "given this certificate"
                : "given its issuer's certificate with --ca, or this one";
    }

    private static String naming(X509Certificate certificate) {
        List<String> names = Certificates.names(certificate);
        Optional<String> expected =
                Certificates.verifiableNames(certificate).stream().findFirst();
        if (expected.isPresent() && names.isEmpty()) {
            return "and its only name: --expect-name " + expected.get();
        }
        if (expected.isPresent()) {
            return "and reached by one of its names, or given one: --expect-name " + expected.get();
        }
        return Certificates.wildcardNames(certificate).isEmpty()
                ? "but none of its names can be verified: get a certificate with names"
                : "and reached by one of its names";
    }

    private static boolean hasUsage(X509Certificate certificate, int usage) {
        boolean[] usages = certificate.getKeyUsage();
        return usages == null || usages[usage];
    }

    private static boolean isFor(X509Certificate certificate, String purpose) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.contains(purpose) || purposes.contains(ANY_PURPOSE);
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
