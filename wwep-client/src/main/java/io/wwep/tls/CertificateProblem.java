package io.wwep.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Explains what is wrong with a peer's certificates: the cause and the remedy. Each explanation is one line, whatever the
 * certificates contain.
 */
final class CertificateProblem {

    private CertificateProblem() {}

    /**
     * Explains why the JDK did not accept these certificates.
     *
     * @param chain the certificates, the peer's own first
     * @param server whether the peer is a server
     * @param name the name that the peer should have, or null if it was not asked for
     * @param trusted the trust anchors
     */
    static String describe(
            X509Certificate[] chain,
            boolean server,
            Throwable problem,
            @Nullable String name,
            X509Certificate[] trusted) {
        return DistinguishedNames.printable(cause(chain, server, problem, name, trusted));
    }

    private static String cause(
            X509Certificate[] chain,
            boolean server,
            Throwable problem,
            @Nullable String name,
            X509Certificate[] trusted) {
        Instant now = Instant.now();
        if (find(problem, CertificateExpiredException.class) != null) {
            X509Certificate expired =
                    first(chain, each -> each.getNotAfter().toInstant().isBefore(now));
            return named(expired) + " expired on " + day(expired.getNotAfter().toInstant())
                    + "; have it renewed (or, for a test, trust that very certificate), and check this machine's clock";
        }
        if (find(problem, CertificateNotYetValidException.class) != null) {
            X509Certificate early =
                    first(chain, each -> each.getNotBefore().toInstant().isAfter(now));
            return named(early) + " is valid only from "
                    + day(early.getNotBefore().toInstant()) + " on; check this machine's clock, which shows "
                    + day(now);
        }
        // The JDK distinguishes a wrong name from other problems only by its message.
        String message = String.valueOf(problem.getMessage());
        boolean path = find(problem, CertPathValidatorException.class) != null
                || find(problem, CertPathBuilderException.class) != null;
        if (!path
                && name != null
                && (message.contains("subject alternative")
                        || message.contains("No name matching")
                        || message.contains("Illegal given domain name"))) {
            return named(chain[0]) + " " + ServerNames.of(chain[0]).mismatch(name);
        }
        return new RefusedChain(chain, server, trusted).cause(problem);
    }

    /** Explains that one of these certificates was revoked. */
    static String revoked(X509Certificate[] chain, CertPathValidatorException problem) {
        return DistinguishedNames.printable(named(at(chain, problem)) + " was revoked: " + problem.getMessage()
                + "; have a new one issued, and do not trust this peer until it shows that");
    }

    /** Returns the message if a revocation check got no answer. */
    static String revocationUnknown(X509Certificate[] chain, String detail) {
        return DistinguishedNames.printable("could not check whether " + named(chain[0]) + " was revoked: " + detail
                + "; make its CRL or OCSP server reachable, or ask for revocation(SOFT)");
    }

    /** Explains why the JDK could not read a certificate sent by the peer; the certificate itself is not available here. */
    static String unreadable(CertificateException problem) {
        String detail = detail(problem);
        return Curves.ofUnreadableKey(detail)
                .flatMap(curve -> KeyDescription.ofCurve(curve).obstacle())
                .map(text -> "a certificate that the peer sent " + text)
                .orElse("Java does not accept a certificate that the peer sent (" + detail
                        + "); have one issued without that (openssl s_client -showcerts shows what a server sends)");
    }

    /** Returns the innermost cause, the JDK's own message, as one line. */
    static String detail(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return DistinguishedNames.printable(root.getMessage() == null ? root.toString() : root.getMessage());
    }

    static <T extends Throwable> @Nullable T find(Throwable problem, Class<T> type) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }

    /** Returns the name of a certificate for messages. */
    static String named(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().isEmpty()
                ? "the certificate without a subject (serial number "
                        + certificate.getSerialNumber().toString(16) + ")"
                : "the certificate " + Certificates.subject(certificate);
    }

    private static X509Certificate at(X509Certificate[] chain, CertPathValidatorException problem) {
        return chain[Math.max(0, Math.min(problem.getIndex(), chain.length - 1))];
    }

    private static X509Certificate first(X509Certificate[] chain, Predicate<X509Certificate> condition) {
        return Arrays.stream(chain).filter(condition).findFirst().orElse(chain[0]);
    }

    private static String day(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
