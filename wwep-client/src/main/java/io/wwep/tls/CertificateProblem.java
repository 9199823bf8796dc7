package io.wwep.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is wrong with the certificates of a peer, in words: the cause, and what to do about it. */
final class CertificateProblem {

    private CertificateProblem() {}

    /**
     * In words, why the JDK did not take these certificates.
     *
     * @param chain the peer's own certificate first
     * @param name the name that the peer should have, or null if it was not asked for
     */
    static String describe(X509Certificate[] chain, Throwable problem, @Nullable String name) {
        X509Certificate own = chain[0];
        Instant now = Instant.now();
        if (find(problem, CertificateExpiredException.class) != null) {
            X509Certificate expired = first(
                    chain, certificate -> certificate.getNotAfter().toInstant().isBefore(now));
            return subject(expired) + " expired on " + day(expired.getNotAfter().toInstant())
                    + "; have it renewed (or, for a test, trust that very certificate), and check this machine's clock";
        }
        if (find(problem, CertificateNotYetValidException.class) != null) {
            X509Certificate early = first(
                    chain, certificate -> certificate.getNotBefore().toInstant().isAfter(now));
            return subject(early) + " is valid only from "
                    + day(early.getNotBefore().toInstant()) + " on; check this machine's clock, which shows "
                    + day(now);
        }
        CertPathValidatorException path = find(problem, CertPathValidatorException.class);
        if (path != null && path.getReason() == BasicReason.REVOKED) {
            return subject(chain[Math.max(0, Math.min(path.getIndex(), chain.length - 1))]) + " was revoked: "
                    + path.getMessage() + "; have a new one issued";
        }
        if (path != null && path.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
            return "nobody told whether " + subject(own) + " was revoked: " + path.getMessage()
                    + "; see that its CRL or OCSP server is reached, or ask for revocation(SOFT)";
        }
        String message = String.valueOf(problem.getMessage());
        if (name != null && (message.contains("subject alternative") || message.contains("No name matching"))) {
            return wrongName(own, name);
        }
        if (path != null || find(problem, java.security.cert.CertPathBuilderException.class) != null) {
            return unknownIssuer(chain, problem);
        }
        return subject(own) + " was not taken: " + message;
    }

    private static String wrongName(X509Certificate own, String name) {
        List<String> names = Certificates.names(own);
        String has = names.isEmpty()
                ? "it has no alternative names, only the common name " + Certificates.commonName(own)
                : "the names in it are " + String.join(", ", names);
        String suggestion = names.isEmpty() ? Certificates.commonName(own) : names.get(0);
        return subject(own) + " is not for " + name + ": " + has
                + "; if this is the right server all the same, say expectingName(\"" + suggestion + "\")";
    }

    private static String unknownIssuer(X509Certificate[] chain, Throwable problem) {
        X509Certificate own = chain[0];
        X509Certificate last = chain[chain.length - 1];
        if (chain.length == 1 && Certificates.isSelfSigned(own)) {
            return subject(own) + " is self-signed and not among the trusted ones; its SHA-256 fingerprint is "
                    + Certificates.fingerprint(own)
                    + "; if that is your server's, save its certificate and trust it";
        }
        Throwable root = problem;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String detail = String.valueOf(root.getMessage());
        if (detail.contains("unable to find valid certification path")) {
            return subject(own) + " leads to " + last.getIssuerX500Principal().getName()
                    + ", which is neither among the trusted certificate authorities nor sent by the peer; trust that"
                    + " authority's certificate, or, if it is an intermediate one, have the peer send it too";
        }
        return subject(own) + " was not taken: " + detail;
    }

    private static X509Certificate first(X509Certificate[] chain, Predicate<X509Certificate> condition) {
        for (X509Certificate certificate : chain) {
            if (condition.test(certificate)) {
                return certificate;
            }
        }
        return chain[0];
    }

    private static String subject(X509Certificate certificate) {
        return "the certificate " + certificate.getSubjectX500Principal().getName();
    }

    private static String day(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static <T extends Throwable> @Nullable T find(Throwable problem, Class<T> type) {
        Throwable each = problem;
        while (each != null) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
            each = each.getCause() == each ? null : each.getCause();
        }
        return null;
    }
}
