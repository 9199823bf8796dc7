package io.wwep.examples.certs;

import io.wwep.pki.PemText;
import io.wwep.tls.Certificates;
import io.wwep.tls.TlsMaterialException;
import io.wwep.tls.WwepTls;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a WWEP client makes of a certificate, and how it is brought to trust it. */
final class ClientAdvice {

    /** Places in a certificate's key usage. */
    private static final int DIGITAL_SIGNATURE = 0;

    private static final int KEY_ENCIPHERMENT = 2;
    private static final int SIGN_CERTIFICATES = 5;

    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private ClientAdvice() {}

    /**
     * One or more lines, to be read after "a client".
     *
     * @param saved how the file with this certificate is named
     */
    static List<String> on(X509Certificate certificate, String saved, Instant now) {
        boolean signsInTls = hasUsage(certificate, DIGITAL_SIGNATURE) || hasUsage(certificate, KEY_ENCIPHERMENT);
        List<String> advice = new ArrayList<>();
        if (signsInTls && isFor(certificate, SERVER_AUTH)) {
            advice.add("would trust a server with it, " + given(certificate, now) + ": --ca " + saved);
            advice.add(naming(certificate));
        } else if (signsInTls && isFor(certificate, CLIENT_AUTH)) {
            advice.add("shows it to servers that ask for one, given it and its key: --cert " + saved + " --key FILE");
            advice.add("and would not take it from a server");
        }
        if (certificate.getBasicConstraints() >= 0 && hasUsage(certificate, SIGN_CERTIFICATES)) {
            advice.add("would trust the servers whose certificates it signed, given this one: --ca " + saved);
        }
        return advice.isEmpty() ? List.of("has no use for it: it is not meant for TLS") : advice;
    }

    private static String given(X509Certificate certificate, Instant now) {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return "but as it has expired only given this very certificate";
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return "but as it is not valid yet only given this very certificate";
        }
        return Certificates.isSelfSigned(certificate)
                ? "given this certificate"
                : "given its issuer's certificate by --ca, or this one";
    }

    private static String naming(X509Certificate certificate) {
        List<String> names = Certificates.names(certificate);
        Optional<String> expected = (names.isEmpty() ? List.of(Certificates.commonName(certificate)) : names)
                .stream().filter(name -> canBeExpected(certificate, name)).findFirst();
        if (names.isEmpty()) {
            return expected.map(name -> "and its only name: --expect-name " + name)
                    .orElse("if it could check who that is; but the certificate has no name: have one made with names");
        }
        return "and dialled by one of its names"
                + expected.map(name -> ", or given one: --expect-name " + name).orElse("");
    }

    /** Whether the client can check a server by this name: it is asked. */
    private static boolean canBeExpected(X509Certificate certificate, String name) {
        try {
            WwepTls.trustingPem(PemText.of(certificate)).expectingName(name);
            return true;
        } catch (TlsMaterialException e) {
            return false;
        }
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
