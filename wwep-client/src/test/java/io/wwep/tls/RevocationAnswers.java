package io.wwep.tls;

import io.wwep.pki.IssuedCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** Creates an issuer's revocation lists (CRL) and OCSP responses. */
public final class RevocationAnswers {

    /** All signers have EC keys. */
    private static final String SIGNATURE = "SHA256withECDSA";

    private static final Duration DAY = Duration.ofDays(1);

    private RevocationAnswers() {}

    /** Returns an issuer's list, issued the given number of days ago and valid for a day and a half. */
    public static byte[] crl(IssuedCertificate issuer, int daysAgo, IssuedCertificate... revoked) {
        try {
            Instant made = Instant.now().minus(DAY.multipliedBy(daysAgo));
            X509v2CRLBuilder list = new JcaX509v2CRLBuilder(
                    issuer.certificate().getSubjectX500Principal(), Date.from(made.minus(Duration.ofHours(1))));
            list.setNextUpdate(Date.from(made.plus(DAY.dividedBy(2))));
            for (IssuedCertificate each : revoked) {
                list.addCRLEntry(
                        each.certificate().getSerialNumber(),
                        Date.from(made.minus(Duration.ofHours(2))),
                        CRLReason.keyCompromise);
            }
            return list.build(new JcaContentSignerBuilder(SIGNATURE).build(issuer.key()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static CertificateID idOf(IssuedCertificate certificate, IssuedCertificate issuer) {
        try {
            return new JcaCertificateID(
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                    issuer.certificate(),
                    certificate.certificate().getSerialNumber());
        } catch (OperatorCreationException | OCSPException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns a response about one certificate, issued the given number of days ago and valid for half a day.
     *
     * @param status null if it is good
     */
    static byte[] ocsp(IssuedCertificate signer, CertificateID about, @Nullable CertificateStatus status, int daysAgo) {
        try {
            Date made = Date.from(Instant.now().minus(DAY.multipliedBy(daysAgo)).minus(Duration.ofHours(1)));
            BasicOCSPRespBuilder answer = new JcaBasicOCSPRespBuilder(
                    signer.keys().getPublic(),
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1));
            answer.addResponse(about, status, made, Date.from(made.toInstant().plus(DAY.dividedBy(2))), null);
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            answer.build(new JcaContentSignerBuilder(SIGNATURE).build(signer.key()), null, made))
                    .getEncoded();
        } catch (OperatorCreationException | OCSPException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the OCSP response "try later". */
    static byte[] tryLater() {
        try {
            return new OCSPRespBuilder().build(OCSPRespBuilder.TRY_LATER, null).getEncoded();
        } catch (OCSPException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
