package io.wwep.pki;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.jspecify.annotations.Nullable;

/** Holds and writes the extensions of a certificate. */
final class CertificateExtensions {

    static final int UNLIMITED = -1;

    /** Whether the certificate can issue others. */
    enum Role {
        /** An authority if it is self-signed, otherwise not, like openssl. */
        UNDECIDED,
        END_ENTITY,
        AUTHORITY
    }

    final List<GeneralName> names = new ArrayList<>();
    final Set<KeyPurposeId> purposes = new LinkedHashSet<>();
    Role role = Role.UNDECIDED;
    int pathLength = UNLIMITED;
    boolean bare;

    @Nullable
    URI crl;

    @Nullable
    URI ocsp;

    /** Adds the extensions to a certificate for this key. */
    void addTo(
            JcaX509v3CertificateBuilder builder,
            X500Principal subject,
            PublicKey own,
            PublicKey issuersKey,
            boolean selfSigned)
            throws IOException, GeneralSecurityException {
        boolean isAuthority = role == Role.AUTHORITY || (role == Role.UNDECIDED && selfSigned);
        if (isAuthority || !bare) {
            boolean limited = isAuthority && pathLength != UNLIMITED;
            BasicConstraints constraints =
                    limited ? new BasicConstraints(pathLength) : new BasicConstraints(isAuthority);
            builder.addExtension(Extension.basicConstraints, true, constraints);
        }
        if (!bare) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage(own, isAuthority)));
        }
        if (!purposes.isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
        }
        if (!names.isEmpty()) {
            // RFC 5280, 4.2.1.6: the extension is critical if the subject is empty.
            GeneralNames all = new GeneralNames(names.toArray(GeneralName[]::new));
            builder.addExtension(
                    Extension.subjectAlternativeName, subject.getName().isEmpty(), all);
        }
        if (crl != null) {
            DistributionPointName distributionPoint = new DistributionPointName(new GeneralNames(asUri(crl)));
            builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(distributionPoint, null, null)
            }));
        }
        if (ocsp != null) {
            builder.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, asUri(ocsp)));
        }
        if (!bare) {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(own));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuersKey));
        }
    }

    private int usage(PublicKey own, boolean isAuthority) {
        if (role == Role.AUTHORITY) {
            return KeyUsage.keyCertSign | KeyUsage.cRLSign;
        }
        // In TLS 1.2 without Diffie-Hellman, used by old devices, an RSA key decrypts.
        int tlsUsage = KeyUsage.digitalSignature | (own.getAlgorithm().equals("RSA") ? KeyUsage.keyEncipherment : 0);
        return tlsUsage | (isAuthority ? KeyUsage.keyCertSign : 0);
    }

    private static GeneralName asUri(URI address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address.toString());
    }
}
