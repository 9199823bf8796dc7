package io.wwep.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.wwep.check.FuzzedCertificate;
import io.wwep.pki.IssuedCertificate;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;

/**
 * Fuzzes certificates as the peer's, as an intermediate and as a trusted one: each must be described, and accepted or
 * rejected in one line.
 */
public final class CertificateFuzzer {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("root");
    private static final IssuedCertificate BOX =
            IssuedCertificate.named("box").names("wwep.local").issuedBy(ROOT);
    private static final X509TrustManager TRUST =
            (X509TrustManager) Contexts.trusting(Set.of(ROOT.certificate()), Revocation.OFF, new Handshakes());

    private CertificateFuzzer() {}

    /** Called by Jazzer first. */
    public static void fuzzerInitialize() {
        Security.insertProviderAt(new CheapSignatures(ROOT.certificate().getPublicKey()), 1);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Source source =
                new Source("the file", new String(FuzzedCertificate.of(input, CertificateFuzzer::sign), ISO_8859_1));
        try {
            for (X509Certificate certificate : Certificates.read(source)) {
                describe(certificate);
                check(certificate);
            }
        } catch (TlsMaterialException e) {
            requireLine(String.valueOf(e.getMessage()));
        }
    }

    private static void describe(X509Certificate certificate) {
        Stream.of(Certificates.subject(certificate), Certificates.issuer(certificate))
                .forEach(CertificateFuzzer::requireLine);
        requireLine(KeyDescription.of(certificate.getPublicKey()).name());
        Certificates.obstacleForServer(certificate).ifPresent(CertificateFuzzer::requireLine);
        Certificates.obstacleForAuthority(certificate).ifPresent(CertificateFuzzer::requireLine);
        Certificates.obstacleOfIssuer(certificate, List.of(certificate)).ifPresent(CertificateFuzzer::requireLine);
        Certificates.commonName(certificate);
        for (String name : Certificates.verifiableNames(certificate)) {
            if (!ExpectedName.canBeChecked(name) || name.contains("/")) {
                throw new AssertionError("an unverifiable name is suggested: " + name);
            }
        }
        CertificateException wrongName = new CertificateException("No name matching it found");
        for (String name : List.of("wwep.local", "127.0.0.1", "my_server", "localhost")) {
            String said = CertificateProblem.describe(
                    new X509Certificate[] {certificate}, true, wrongName, name, new X509Certificate[0]);
            requireLine(said);
            boolean matches = Certificates.verifiableNames(certificate).stream().anyMatch(name::equalsIgnoreCase);
            if (!matches && !advises(certificate) && said.contains("expectingName(\"" + name + "\")")) {
                throw new AssertionError("it suggests what it rejects: " + said);
            }
        }
    }

    /** Returns whether its own names, which are shown, look like advice. */
    private static boolean advises(X509Certificate certificate) {
        ServerNames names = ServerNames.of(certificate);
        return (names.all() + names.common()).contains("expectingName");
    }

    private static void check(X509Certificate certificate) {
        check(TRUST, certificate);
        check(TRUST, BOX.certificate(), certificate);
        check(TRUST, certificate, certificate);
        check(
                (X509TrustManager) Contexts.trusting(Set.of(certificate), Revocation.OFF, new Handshakes()),
                BOX.certificate());
    }

    private static void check(X509TrustManager trust, X509Certificate... chain) {
        try {
            trust.checkServerTrusted(chain, "UNKNOWN");
        } catch (CertificateException e) {
            requireLine(String.valueOf(e.getMessage()));
        }
        try {
            trust.checkClientTrusted(chain, "UNKNOWN");
        } catch (CertificateException e) {
            requireLine(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(ROOT.key());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requireLine(String text) {
        if (text == null
                || text.isEmpty()
                || !DistinguishedNames.printable(text).equals(text)) {
            throw new AssertionError("not one line of text: " + text);
        }
    }
}
