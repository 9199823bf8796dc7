package io.wwep.tls;

import static io.wwep.tls.CertificateProblem.named;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * A chain of certificates that the JDK rejected. The JDK's messages name no certificate, and report only the first problem
 * found; so this searches the certificates themselves for the cause.
 */
final class RefusedChain {

    private final X509Certificate own;
    private final boolean server;
    private final X509Certificate[] trusted;

    /**
     * From the peer's own certificate up to the first one issued by a trusted one, judged by names; or as far as it goes.
     */
    private final List<X509Certificate> path;

    RefusedChain(X509Certificate[] chain, boolean server, X509Certificate[] trusted) {
        this.own = chain[0];
        this.server = server;
        this.trusted = trusted;
        List<X509Certificate> sent = Certificates.path(own, List.of(chain));
        int length = 1;
        while (length < sent.size() && anchors(sent.get(length - 1)).isEmpty()) {
            length++;
        }
        this.path = sent.subList(0, length);
    }

    /**
     * Returns why a trusted issuer would not be accepted for a peer's certificate; empty if nothing is known.
     *
     * @param issuer has the name of the certificate's issuer
     */
    static Optional<String> againstAnchor(X509Certificate certificate, X509Certificate issuer) {
        RefusedChain chain =
                new RefusedChain(new X509Certificate[] {certificate}, true, new X509Certificate[] {issuer});
        return chain.badLink(List.of(issuer)).or(() -> chain.badAnchor(issuer));
    }

    /** Returns the cause and the remedy. */
    String cause(Throwable problem) {
        List<X509Certificate> anchors = anchors(top());
        if (Certificates.isSelfSigned(own)) {
            return named(own) + " is self-signed and not among the trusted ones" + fingerprint(own)
                    + (anchors.isEmpty() ? "" : "; the trusted one of that name is another, perhaps an older one")
                    + "; if you know it to be the right one, save its certificate and trust it";
        }
        if (anchors.isEmpty()) {
            return unknownAuthority();
        }
        return badLink(anchors).or(() -> badCertificate(anchors)).orElseGet(() -> unexplained(problem));
    }

    private String unknownAuthority() {
        String leadsTo = named(own) + " leads to " + DistinguishedNames.text(top().getIssuerX500Principal());
        return Certificates.isSelfSigned(top())
                ? leadsTo + ", which is not among the trusted certificate authorities" + fingerprint(top())
                        + "; if that is the right authority, trust its certificate"
                : leadsTo + ", which is neither among the trusted certificate authorities nor sent by the peer; trust"
                        + " that authority's certificate, or, if it is an intermediate one, have the peer send it too";
    }

    /** Explains that the next certificate did not sign this one, as far as the JDK can verify that. */
    private Optional<String> badLink(List<X509Certificate> anchors) {
        for (int i = 0; i < path.size(); i++) {
            X509Certificate signed = path.get(i);
            boolean last = i == path.size() - 1;
            List<X509Certificate> issuers = last ? anchors : List.of(path.get(i + 1));
            if (issuers.stream().noneMatch(each -> isUnusable(each) || isSignedBy(signed, each))) {
                String issuer = DistinguishedNames.text(signed.getIssuerX500Principal());
                return Optional.of(
                        last
                                ? named(signed) + " was not signed by the trusted " + issuer
                                        + ", though it says so; if that authority was recreated, trust its new certificate"
                                : named(signed) + " was not signed by the " + issuer
                                        + " that the peer sent, though it says so; have the peer send the certificate of its issuer");
            }
        }
        return Optional.empty();
    }

    /** Explains that the JDK rejects a certificate because of its own properties. */
    private Optional<String> badCertificate(List<X509Certificate> anchors) {
        Optional<String> found = CertificateRules.againstPeer(own, server).map(text -> named(own) + " " + text);
        for (int i = 1; i < path.size() && found.isEmpty(); i++) {
            X509Certificate issuer = path.get(i);
            String role = role(issuer, path.get(i - 1));
            int below = i - 1;
            found = CertificateRules.againstIssuer(issuer)
                    .map(text -> role + " " + text)
                    .or(() -> CertificateRules.againstAny(issuer).map(text -> named(issuer) + " " + text))
                    .or(() -> againstLength(issuer, below));
        }
        return found.isEmpty() && !anchors.isEmpty() ? badAnchor(anchors.get(0)) : found;
    }

    /** Does not look at the number of authorities that a trusted one allows below it: the JDK does not enforce it. */
    private Optional<String> badAnchor(X509Certificate anchor) {
        return CertificateRules.againstIssuer(anchor)
                .map(text -> role(anchor, top()) + " " + text)
                .or(() -> CertificateRules.againstKey(anchor).map(text -> named(anchor) + " " + text));
    }

    private static String role(X509Certificate issuer, X509Certificate signed) {
        return named(issuer) + ", which signed " + DistinguishedNames.text(signed.getSubjectX500Principal()) + ",";
    }

    private static Optional<String> againstLength(X509Certificate authority, int below) {
        int allowed = authority.getBasicConstraints();
        return allowed >= below || authority.getVersion() < 3
                ? Optional.empty()
                : Optional.of(named(authority) + " allows "
                        + (allowed == 0
                                ? "no further authority below it"
                                : "at most " + allowed + " authorities below it")
                        + ", and there are " + below
                        + "; have one issued with a higher pathlen, or the peer's directly by it");
    }

    private String unexplained(Throwable problem) {
        String detail = CertificateProblem.detail(problem);
        if (detail.contains("name constraints")) {
            X509Certificate constrained = path.stream()
                    .filter(each -> each.getExtensionValue("2.5.29.30") != null)
                    .findFirst()
                    .orElse(top());
            return named(constrained) + " may not sign certificates for the names in " + Certificates.subject(own)
                    + " (its nameConstraints); have one issued for names that it may, or by another authority";
        }
        return named(own) + " was not accepted: " + detail
                + "; see what openssl verify -CAfile CA.pem -untrusted CHAIN.pem CERTIFICATE.pem says of it, and have one issued without that";
    }

    private X509Certificate top() {
        return path.get(path.size() - 1);
    }

    /** Returns the trusted certificates with the name of its issuer. */
    private List<X509Certificate> anchors(X509Certificate certificate) {
        X500Principal issuer = certificate.getIssuerX500Principal();
        return Arrays.stream(trusted)
                .filter(each -> each.getSubjectX500Principal().equals(issuer))
                .toList();
    }

    private static boolean isUnusable(X509Certificate issuer) {
        return KeyDescription.of(issuer.getPublicKey()).isOnUnusableCurve();
    }

    private static boolean isSignedBy(X509Certificate signed, X509Certificate issuer) {
        try {
            signed.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false; // signed by another key, or not signed at all
        }
    }

    private static String fingerprint(X509Certificate certificate) {
        return "; its SHA-256 fingerprint is " + Certificates.fingerprint(certificate);
    }
}
