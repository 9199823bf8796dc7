package io.wwep.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the certificates of a peer, in words: the cause, and what to do about it. Each is one line, whatever
 * the certificates say of themselves.
 */
final class CertificateProblem {

    private static final int NAMES_SHOWN = 10;
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private CertificateProblem() {}

    /**
     * Why the JDK did not take these certificates.
     *
     * @param chain the peer's own certificate first
     * @param name the name that the peer should have, or null if it was not asked for
     * @param trusted the certificates that it could have led to
     */
    static String describe(
            X509Certificate[] chain, Throwable problem, @Nullable String name, X509Certificate[] trusted) {
        Instant now = Instant.now();
        if (find(problem, CertificateExpiredException.class) != null) {
            X509Certificate expired =
                    first(chain, each -> each.getNotAfter().toInstant().isBefore(now));
            return line(
                    subject(expired) + " expired on "
                            + day(expired.getNotAfter().toInstant())
                            + "; have it renewed (or, for a test, trust that very certificate), and check this machine's clock");
        }
        if (find(problem, CertificateNotYetValidException.class) != null) {
            X509Certificate early =
                    first(chain, each -> each.getNotBefore().toInstant().isAfter(now));
            return line(subject(early) + " is valid only from "
                    + day(early.getNotBefore().toInstant()) + " on; check this machine's clock, which shows "
                    + day(now));
        }
        CertPathValidatorException path = find(problem, CertPathValidatorException.class);
        if (path != null || find(problem, CertPathBuilderException.class) != null) {
            return line(noPath(chain, problem, path, trusted));
        }
        // The JDK tells a wrong name from other trouble by its text alone.
        String message = String.valueOf(problem.getMessage());
        if (name != null
                && (message.contains("subject alternative")
                        || message.contains("No name matching")
                        || message.contains("Illegal given domain name"))) {
            return line(wrongName(chain[0], name));
        }
        return line(subject(chain[0]) + " was not taken: " + message);
    }

    /** One of these was revoked. */
    static String revoked(X509Certificate[] chain, CertPathValidatorException problem) {
        return line(subject(at(chain, problem)) + " was revoked: " + problem.getMessage()
                + "; have a new one issued, and do not trust this peer until it shows that");
    }

    /** It did not become known whether one of these was revoked. */
    static String revocationUnknown(X509Certificate[] chain, String detail) {
        return line("nobody told whether " + subject(chain[0]) + " was revoked: " + detail
                + "; see that its CRL or OCSP server is reached, or ask for revocation(SOFT)");
    }

    static <T extends Throwable> @Nullable T find(Throwable problem, Class<T> type) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }

    private static String wrongName(X509Certificate own, String name) {
        List<String> names = Certificates.names(own);
        String commonName = Certificates.commonName(own);
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), NAMES_SHOWN)));
        String has = names.isEmpty()
                ? "its only name is the common name " + commonName
                : "the names in it are " + shown
                        + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "");
        // An address counts only as a subject alternative name, never as a common name.
        List<String> counting = names.isEmpty() && !ExpectedName.isAddress(commonName) ? List.of(commonName) : names;
        String remedy = counting.stream()
                .filter(ExpectedName::canBeChecked)
                .findFirst()
                .map(each -> "if this is the right server all the same, say expectingName(\"" + each + "\")")
                .orElse("have one issued for " + name + ", as a subject alternative name");
        return subject(own) + " is not for " + name + ": " + has + "; " + remedy;
    }

    private static String noPath(
            X509Certificate[] chain,
            Throwable problem,
            @Nullable CertPathValidatorException path,
            X509Certificate[] trusted) {
        X509Certificate own = chain[0];
        X509Certificate top = top(chain);
        if (Certificates.isSelfSigned(own)) {
            return subject(own) + " is self-signed and not among the trusted ones" + fingerprint(own)
                    + "; if you know it to be the right one, save its certificate and trust it";
        }
        Optional<X509Certificate> failed = notByTheTrusted(chain, path);
        if (failed.isPresent()) {
            X500Principal issuer = failed.get().getIssuerX500Principal();
            if (Arrays.stream(trusted)
                    .anyMatch(each -> each.getSubjectX500Principal().equals(issuer))) {
                return subject(failed.get()) + " was not signed by the trusted " + issuer.getName()
                        + ", though it says so; if that authority was made anew, trust its new certificate";
            }
        }
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String detail = String.valueOf(root.getMessage());
        if (!detail.contains("unable to find valid certification path")) {
            return subject(own) + " was not taken: " + detail;
        }
        String leadsTo =
                subject(own) + " leads to " + top.getIssuerX500Principal().getName();
        return Certificates.isSelfSigned(top)
                ? leadsTo + ", which is not among the trusted certificate authorities" + fingerprint(top)
                        + "; if that is the right authority, trust its certificate"
                : leadsTo + ", which is neither among the trusted certificate authorities nor sent by the peer; trust"
                        + " that authority's certificate, or, if it is an intermediate one, have the peer send it too";
    }

    /**
     * The one that was signed by another key than its issuer's. Where both have key identifiers, the JDK sees by these that they
     * do not belong together, and checks no signature.
     */
    private static Optional<X509Certificate> notByTheTrusted(
            X509Certificate[] chain, @Nullable CertPathValidatorException path) {
        if (path == null) {
            return Optional.empty();
        }
        if (path.getReason() == BasicReason.INVALID_SIGNATURE) {
            return Optional.of(at(chain, path));
        }
        return path.getReason() == PKIXReason.NO_TRUST_ANCHOR ? Optional.of(top(chain)) : Optional.empty();
    }

    /** The last that is reached from the first, by issuers. */
    private static X509Certificate top(X509Certificate[] chain) {
        List<X509Certificate> path = Certificates.path(chain[0], List.of(chain));
        return path.get(path.size() - 1);
    }

    private static X509Certificate at(X509Certificate[] chain, CertPathValidatorException problem) {
        return chain[Math.max(0, Math.min(problem.getIndex(), chain.length - 1))];
    }

    private static X509Certificate first(X509Certificate[] chain, Predicate<X509Certificate> condition) {
        return Arrays.stream(chain).filter(condition).findFirst().orElse(chain[0]);
    }

    private static String subject(X509Certificate certificate) {
        return "the certificate " + certificate.getSubjectX500Principal().getName();
    }

    private static String fingerprint(X509Certificate certificate) {
        return "; its SHA-256 fingerprint is " + Certificates.fingerprint(certificate);
    }

    private static String day(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String line(String text) {
        return NOT_PRINTABLE.matcher(text).replaceAll("?");
    }
}
