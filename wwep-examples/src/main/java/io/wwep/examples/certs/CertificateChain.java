package io.wwep.examples.certs;

import io.wwep.tls.Certificates;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate, its issuer's, and so on, each with the check of its signature. An issuer is found by its name; of several, the
 * first whose key confirms the signature.
 *
 * @param links at least one
 */
record CertificateChain(List<Link> links, End end) {

    /** As many as Java accepts from a server. */
    static final int MAX_LINKS = 10;

    /** More certificates of the same name are not tried. */
    static final int MAX_OF_ONE_NAME = 16;

    /** Why a chain has no more links. */
    enum End {
        /** The last one confirms its own signature. */
        ROOT,
        /** The last one's signature is wrong or could not be checked. */
        NOT_CONFIRMED,
        /** The last one's issuer is not known. */
        NO_ISSUER,
        /** The last one was signed by one that is in the chain. */
        CYCLE,
        TOO_LONG
    }

    /** Where a certificate came from. */
    enum Origin {
        FILE,
        TRUSTED
    }

    /** A certificate that may be an issuer's. */
    record Known(X509Certificate certificate, Origin origin) {}

    /**
     * A certificate in a chain.
     *
     * @param issuers the only one whose key confirms the signature; or, if none does, all that have its issuer's name
     * @param check the check with the key of the first issuer
     */
    record Link(X509Certificate certificate, List<Known> issuers, SignatureCheck check) {

        boolean isSignedByItself() {
            return !issuers.isEmpty() && issuers.get(0).certificate().equals(certificate);
        }
    }

    /**
     * Follows the chain of a certificate.
     *
     * @param file the certificates of its file
     * @param trusted the certificates that are trusted
     */
    static CertificateChain of(X509Certificate first, List<X509Certificate> file, List<X509Certificate> trusted) {
        List<Known> known = Stream.concat(
                        file.stream().map(each -> new Known(each, Origin.FILE)),
                        trusted.stream().map(each -> new Known(each, Origin.TRUSTED)))
                .toList();
        List<Link> links = new ArrayList<>();
        X509Certificate next = first;
        while (links.size() < MAX_LINKS) {
            Link link = link(next, known);
            links.add(link);
            if (link.issuers().isEmpty()) {
                return new CertificateChain(links, End.NO_ISSUER);
            }
            if (!link.check().isConfirmed()) {
                return new CertificateChain(links, End.NOT_CONFIRMED);
            }
            if (link.isSignedByItself()) {
                return new CertificateChain(links, End.ROOT);
            }
            X509Certificate issuer = link.issuers().get(0).certificate();
            if (links.stream().anyMatch(each -> each.certificate().equals(issuer))) {
                return new CertificateChain(links, End.CYCLE);
            }
            next = issuer;
        }
        return new CertificateChain(links, End.TOO_LONG);
    }

    private static Link link(X509Certificate certificate, List<Known> known) {
        Stream<Known> itself = Certificates.isSelfSigned(certificate)
                ? Stream.of(new Known(certificate, Origin.FILE))
                : Stream.empty();
        List<Known> issuers = new ArrayList<>();
        List<SignatureCheck> checks = new ArrayList<>();
        for (Known issuer : Stream.concat(itself, known.stream())
                .filter(each -> isNamed(each.certificate(), certificate.getIssuerX500Principal()))
                .limit(MAX_OF_ONE_NAME)
                .toList()) {
            SignatureCheck check =
                    SignatureCheck.of(certificate, issuer.certificate().getPublicKey());
            if (check.isConfirmed()) {
                return new Link(certificate, List.of(issuer), check);
            }
            issuers.add(issuer);
            checks.add(check);
        }
        return new Link(certificate, issuers, checks.isEmpty() ? SignatureCheck.UNKNOWN_ISSUER : checks.get(0));
    }

    private static boolean isNamed(X509Certificate certificate, X500Principal name) {
        return certificate.getSubjectX500Principal().equals(name);
    }
}
