package io.wwep.examples.certs;

import io.wwep.examples.certs.CertificateChain.End;
import io.wwep.examples.certs.CertificateChain.Known;
import io.wwep.examples.certs.CertificateChain.Link;
import io.wwep.examples.certs.CertificateChain.Origin;
import io.wwep.tls.Certificates;
import io.wwep.tls.KeyDescription;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Explains step by step how a certificate is checked: its digest, its signature, and the chain up to its root. */
public final class CertificateExplanation {

    /** A longer name is cut: it may be as long as the file. */
    private static final int MAX_NAME_LENGTH = 120;

    private static final String CLAIM = " claims to be signed by ";

    private final X509Certificate certificate;
    private final TrustedSet trusted;
    private final CertificateChain chain;

    private CertificateExplanation(X509Certificate certificate, List<X509Certificate> file, TrustedSet trusted) {
        this.certificate = certificate;
        this.trusted = trusted;
        this.chain = CertificateChain.of(certificate, file, trusted.certificates());
    }

    /**
     * Explains the first certificate of a file.
     *
     * @param file at least one
     * @param trusted what is trusted; its certificates may be issuers, too
     */
    public static CertificateExplanation of(List<X509Certificate> file, TrustedSet trusted) {
        return new CertificateExplanation(file.get(0), file, trusted);
    }

    /** Returns the steps, in order. None has control characters, whatever the certificates contain. */
    public List<ExplanationStep> steps() {
        byte[] content;
        byte[] whole;
        try {
            content = certificate.getTBSCertificate();
            whole = certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
        SignatureExplanation signature = new SignatureExplanation(certificate, content);
        Link first = chain.links().get(0);
        return List.of(
                parts(content, whole),
                signature.digest(),
                issuer(first),
                signature.signature(first),
                chain(),
                limits());
    }

    /** Returns how many of these certificates are in the chain. */
    public int chainLength(List<X509Certificate> file) {
        return (int) chain.links().stream()
                .filter(link -> file.contains(link.certificate()))
                .count();
    }

    /** Returns a certificate's subject, cut if it is long. */
    public static String subject(X509Certificate certificate) {
        return cut(CertificateReport.subject(certificate));
    }

    private ExplanationStep parts(byte[] content, byte[] whole) {
        return new ExplanationStep(
                "See what is signed",
                List.of(
                        "This certificate of " + whole.length + " bytes has three parts: the content (TBSCertificate, "
                                + content.length
                                + " bytes), the name of an algorithm (" + certificate.getSigAlgName()
                                + "), and a signature ("
                                + certificate.getSignature().length + " bytes).",
                        "The content is signed: subject, names, validity, public key and issuer. Changing any of it breaks the"
                                + " signature."));
    }

    private ExplanationStep issuer(Link link) {
        List<String> text = new ArrayList<>();
        text.add("The certificate says that " + issuerOf(link.certificate()) + " issued it. "
                + (link.issuers().isEmpty()
                        ? "No certificate of that name is in the file or trusted, and the signature can be"
                                + " checked only with the key in one. Get it from the authority's operator, and pass it with --ca FILE."
                        : found(link)));
        return new ExplanationStep("Find the issuer's key", text);
    }

    private String found(Link link) {
        Known issuer = link.issuers().get(0);
        String key = KeyDescription.of(issuer.certificate().getPublicKey()).name();
        if (link.isSignedByItself()) {
            return "That is its own name, so the key is the one in the certificate itself: " + key + ".";
        }
        String where = issuer.origin() == Origin.FILE ? "in the same file" : trusted.place();
        if (link.check().isConfirmed() || link.issuers().size() == 1) {
            return "The certificate of that name is " + where + "; its key is " + key + ".";
        }
        return link.issuers().size()
                + " certificates have that name, and none has a key that confirms the signature; the" + " first is "
                + where + ", with the key " + key + ".";
    }

    private ExplanationStep chain() {
        List<String> text = new ArrayList<>();
        int number = 0;
        for (Link link : chain.links()) {
            number++;
            text.add(number + ". " + subject(link.certificate()) + signer(link));
        }
        text.add(end());
        text.add(trust());
        return new ExplanationStep("Follow the chain to the root", text);
    }

    private String signer(Link link) {
        if (link.issuers().isEmpty()) {
            return CLAIM + issuerOf(link.certificate()) + ": its key is not known";
        }
        String by = link.isSignedByItself() ? "itself" : issuerOf(link.certificate());
        return switch (link.check().result()) {
            case CONFIRMED -> ", signed by " + by + ": confirmed";
            case REFUTED -> CLAIM + by + ": refuted";
            case NOT_CHECKED ->
                CLAIM + by + ": not checked, since " + link.check().obstacle();
        };
    }

    private String end() {
        return switch (chain.end()) {
            case ROOT ->
                "The last one signed itself: it is a root. That proves nothing, since anyone can make a certificate of"
                        + " this name and sign it with its own key.";
            case NOT_CONFIRMED -> "The chain ends here: nothing is known about who signed the last one.";
            case NO_ISSUER -> "The chain ends before a root: the issuer of the last one is not known.";
            case CYCLE -> "The chain has no root: its certificates signed each other in a circle.";
            case TOO_LONG ->
                "The chain goes on; Java accepts at most " + CertificateChain.MAX_LINKS
                        + " certificates from a server.";
        };
    }

    private String trust() {
        for (Link link : chain.links()) {
            if (trusted.certificates().contains(link.certificate())) {
                int place = chain.links().indexOf(link);
                return subject(link.certificate()) + " is trusted only because it is " + trusted.place()
                        + (place == 0 ? "." : whatItConfirms(chain.links().subList(1, place + 1)));
            }
        }
        boolean alone = chain.links().size() == 1;
        String advice = chain.end() == End.ROOT
                ? ". To trust this root, compare its fingerprint (./wwep certs show FILE) with the one its owner publishes,"
                        + " then pass it with --ca FILE."
                : ".";
        return (alone ? "It is not " : "None of them is ")
                + trusted.place()
                + (alone ? ", so it is not trusted" : ", so none is trusted")
                + advice;
    }

    /** Continues a sentence about a trusted certificate: the holder of a server's certificate can sign others, too. */
    private static String whatItConfirms(List<Link> issuers) {
        return issuers.stream()
                .map(Link::certificate)
                .flatMap(issuer -> Certificates.obstacleForAuthority(issuer)
                        .map(text -> ". But " + subject(issuer) + " " + ReasonText.withoutAdvice(text)
                                + ", so a client does not trust what it has signed.")
                        .stream())
                .findFirst()
                .orElse(". So what it confirms is trusted, too, down to the first certificate.");
    }

    private static ExplanationStep limits() {
        return new ExplanationStep(
                "What this does not show",
                List.of(
                        "A client also checks the validity period, the names and the permitted key uses: see ./wwep certs show.",
                        "A certificate is public, so anyone can send a copy. In the handshake, a server also proves that it has"
                                + " the private key."));
    }

    private static String issuerOf(X509Certificate certificate) {
        return cut(Certificates.issuer(certificate));
    }

    private static String cut(String name) {
        return name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH) + "...";
    }
}
