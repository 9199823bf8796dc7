package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.tls.OddCertificate.Made;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.misc.NetscapeCertType;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Test;

/** What the rules say of a certificate, and what the JDK does with it, in many combinations. */
class CertificateRulesTest {

    private static final Made ROOT =
            OddCertificate.of("CN=Rules root").authority().selfSigned();
    private static final KeyPair KEYS = OddCertificate.keys("secp256r1");

    private static final List<UnaryOperator<OddCertificate>> USAGES = List.of(
            plain -> plain,
            odd -> odd.usage(KeyUsage.digitalSignature),
            odd -> odd.usage(KeyUsage.keyEncipherment),
            odd -> odd.usage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));

    private static final List<UnaryOperator<OddCertificate>> PURPOSES = List.of(
            plain -> plain,
            odd -> odd.purposes(KeyPurposeId.id_kp_serverAuth),
            odd -> odd.purposes(KeyPurposeId.id_kp_clientAuth),
            odd -> odd.purposes(KeyPurposeId.anyExtendedKeyUsage),
            odd -> odd.purposes(KeyPurposeId.id_kp_codeSigning, KeyPurposeId.id_kp_serverAuth),
            odd -> odd.purposes(purpose("1.3.6.1.4.1.311.10.3.3")), // servers, by Microsoft
            odd -> odd.purposes(purpose("2.16.840.1.113730.4.1"))); // servers, by Netscape

    private static final List<UnaryOperator<OddCertificate>> NETSCAPE_TYPES = List.of(
            plain -> plain,
            odd -> odd.netscapeType(false, NetscapeCertType.sslServer),
            odd -> odd.netscapeType(false, NetscapeCertType.sslClient),
            odd -> odd.netscapeType(false, NetscapeCertType.sslClient | NetscapeCertType.sslServer),
            odd -> odd.netscapeType(true, NetscapeCertType.sslClient | NetscapeCertType.sslServer),
            odd -> odd.netscapeType(false, NetscapeCertType.smime),
            odd -> odd.netscapeType(false, 0));

    private static KeyPurposeId purpose(String oid) {
        return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid));
    }

    private static OddCertificate peer() {
        return OddCertificate.of("CN=peer", KEYS);
    }

    private static boolean isAccepted(X509Certificate certificate, Made issuer, boolean server) {
        X509TrustManager trust =
                (X509TrustManager) Contexts.trusting(Set.of(issuer.certificate()), Revocation.OFF, new Handshakes());
        X509Certificate[] chain = {certificate};
        try {
            if (server) {
                trust.checkServerTrusted(chain, "UNKNOWN");
            } else {
                trust.checkClientTrusted(chain, "UNKNOWN");
            }
            return true;
        } catch (CertificateException e) {
            assertThat(e).message().doesNotContain("openssl verify");
            return false;
        }
    }

    private static void assertRulesAgree(OddCertificate odd, String what) {
        X509Certificate certificate = odd.by(ROOT).certificate();
        for (boolean server : new boolean[] {true, false}) {
            assertThat(CertificateRules.againstPeer(certificate, server).isEmpty())
                    .as(what
                            + (server ? ", a server: " : ", a client: ")
                            + CertificateRules.againstPeer(certificate, server))
                    .isEqualTo(isAccepted(certificate, ROOT, server));
        }
    }

    @Test
    void usagesPurposesAndNetscapeTypesAreJudgedAsTheJdkDoes() {
        for (int usage = 0; usage < USAGES.size(); usage++) {
            for (int purpose = 0; purpose < PURPOSES.size(); purpose++) {
                for (int type = 0; type < NETSCAPE_TYPES.size(); type++) {
                    OddCertificate odd = USAGES.get(usage).apply(peer());
                    odd = NETSCAPE_TYPES.get(type).apply(PURPOSES.get(purpose).apply(odd));
                    assertRulesAgree(odd, "usage " + usage + ", purpose " + purpose + ", type " + type);
                }
            }
        }
    }

    private record Odd(ASN1ObjectIdentifier type, ASN1Encodable value) {}

    private static List<Odd> extensions() {
        GeneralName name = new GeneralName(GeneralName.dNSName, "wwep.local");
        List<Odd> all = new ArrayList<>();
        all.add(new Odd(Extension.subjectKeyIdentifier, new SubjectKeyIdentifier(new byte[] {1, 2, 3})));
        all.add(new Odd(Extension.subjectAlternativeName, new GeneralNames(name)));
        all.add(new Odd(Extension.issuerAlternativeName, new GeneralNames(name)));
        all.add(new Odd(Extension.basicConstraints, new BasicConstraints(false)));
        all.add(new Odd(
                Extension.cRLDistributionPoints,
                new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(null, null, new GeneralNames(name))})));
        all.add(new Odd(
                Extension.certificatePolicies,
                new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier("1.2.3.4")))));
        all.add(new Odd(Extension.authorityKeyIdentifier, new AuthorityKeyIdentifier(new byte[0])));
        all.add(new Odd(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24"), DERNull.INSTANCE));
        all.add(new Odd(Extension.authorityInfoAccess, new org.bouncycastle.asn1.DERSequence()));
        return all;
    }

    @Test
    void criticalExtensionsAreJudgedAsTheJdkDoes() {
        for (Odd each : extensions()) {
            for (boolean critical : new boolean[] {true, false}) {
                assertRulesAgree(
                        peer().with(each.type(), critical, each.value()), each.type() + " critical: " + critical);
            }
        }
    }
}
