package io.wwep.examples;

import io.wwep.examples.certs.CertificateReport;
import io.wwep.pki.KeyText;
import io.wwep.pki.PemText;
import io.wwep.tls.Certificates;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** Prints certificates as JSON for scripts. */
final class CertificateJson {

    private CertificateJson() {}

    static List<JsonObject> all(Collection<X509Certificate> certificates) {
        return certificates.stream().map(CertificateJson::of).toList();
    }

    private static JsonObject of(X509Certificate certificate) {
        return new JsonObject()
                .with("subject", CertificateReport.subject(certificate))
                .with("issuer", Certificates.issuer(certificate))
                .with("selfSigned", Certificates.isSelfSigned(certificate))
                .with("names", Certificates.names(certificate))
                .with("notBefore", certificate.getNotBefore().toInstant())
                .with("notAfter", certificate.getNotAfter().toInstant())
                .with("key", KeyText.of(certificate.getPublicKey()))
                .with("signature", certificate.getSigAlgName())
                .with("ca", certificate.getBasicConstraints() >= 0)
                .with("sha256", Certificates.fingerprint(certificate))
                .with("pem", PemText.of(certificate));
    }
}
