package io.wwep.examples.handshake;

import io.wwep.tls.Certificates;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Describes the certificates that a server sent, and who signed whom; each signature is checked. */
final class SignedCertificates {

    private static final int MAX_NAMES = 5;

    private SignedCertificates() {}

    /**
     * Describes each certificate in a sentence or two.
     *
     * @param sent the server's own first
     * @param trusted the certificates that the client trusts
     */
    static List<String> describe(List<X509Certificate> sent, List<X509Certificate> trusted) {
        List<String> lines = new ArrayList<>();
        for (int number = 1; number <= sent.size(); number++) {
            X509Certificate certificate = sent.get(number - 1);
            lines.add(number + ". " + Certificates.subject(certificate) + (number == 1 ? names(certificate) : "") + ", "
                    + signer(certificate, sent, trusted) + ".");
        }
        return lines;
    }

    /** Returns the names in a certificate, as a list that is not too long. */
    static String names(X509Certificate certificate) {
        List<String> names = Certificates.names(certificate);
        if (names.isEmpty()) {
            return " (no names but the common name)";
        }
        return " (for " + String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)))
                + (names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : "") + ")";
    }

    private static String signer(
            X509Certificate certificate, List<X509Certificate> sent, List<X509Certificate> trusted) {
        if (Certificates.isSelfSigned(certificate)) {
            return isSignedBy(certificate, certificate)
                    ? "signed by itself"
                    : "which says that it signed itself, but its own key does not confirm that";
        }
        List<X509Certificate> issuers = Stream.concat(trusted.stream(), sent.stream())
                .filter(each -> each.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .toList();
        String issuer = Certificates.issuer(certificate);
        if (issuers.isEmpty()) {
            return "which says it is signed by " + issuer
                    + "; that certificate is neither sent nor trusted, so nothing can" + " confirm it";
        }
        for (X509Certificate each : issuers) {
            if (isSignedBy(certificate, each)) {
                return "signed by " + issuer + ", whose certificate is "
                        + (trusted.contains(each) ? "trusted" : "sent too") + "; its key confirms the signature";
            }
        }
        return "which says it is signed by " + issuer
                + ", but the key in the certificate of that name does not confirm it";
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false; // signed by another key, or not readable
        }
    }
}
