package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.tls.OddCertificate.Made;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import org.assertj.core.api.AbstractStringAssert;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.misc.NetscapeCertType;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages for certificates that are rejected although a trusted authority has their issuer's name: the reason and the
 * remedy.
 */
class RefusalTest {

    private static final Made ROOT =
            OddCertificate.of("CN=Lab root").authority().keyIdentifiers().selfSigned();

    private static OddCertificate server() {
        return OddCertificate.of("CN=server").names(OddCertificate.dns("wwep.local"));
    }

    private static AbstractStringAssert<?> refusalOf(Made server, Made... trusted) {
        return refusalOf(true, server, trusted);
    }

    private static AbstractStringAssert<?> refusalOf(boolean ofServer, Made peer, Made... trusted) {
        X509TrustManager trust = (X509TrustManager) Contexts.trusting(
                Set.of(Arrays.stream(trusted).map(Made::certificate).toArray(X509Certificate[]::new)),
                Revocation.OFF,
                new Handshakes());
        X509Certificate[] chain = peer.chain();
        AbstractStringAssert<?> message = assertThatThrownBy(() -> {
                    if (ofServer) {
                        trust.checkServerTrusted(chain, "UNKNOWN");
                    } else {
                        trust.checkClientTrusted(chain, "UNKNOWN");
                    }
                })
                .isInstanceOf(CertificateException.class)
                .message();
        return message.doesNotContain(
                "Path does not chain", "Algorithm constraints", "validation failed", "TrustAnchor");
    }

    @Test
    void anAuthorityRecreatedUnderItsNameWithKeyIdentifiers() {
        Made first =
                OddCertificate.of("CN=Lab root").authority().keyIdentifiers().selfSigned();
        Made signed = server().keyIdentifiers(first.keys().getPublic()).by(first);
        refusalOf(signed, ROOT)
                .contains("CN=server was not signed by the trusted CN=Lab root, though it says so")
                .contains("recreated", "trust its new certificate");
    }

    @Test
    void aRecreatedAuthorityThatIsSentInTheChain() {
        Made first =
                OddCertificate.of("CN=Lab root").authority().keyIdentifiers().selfSigned();
        Made signed = server().keyIdentifiers(first.keys().getPublic()).by(first);
        Made root = new Made(first.certificate(), first.keys(), ROOT);
        refusalOf(new Made(signed.certificate(), signed.keys(), root), ROOT)
                .contains("recreated", "trust its new certificate");
    }

    @Test
    void anIntermediateOfARecreatedAuthority() {
        Made first =
                OddCertificate.of("CN=Lab root").authority().keyIdentifiers().selfSigned();
        Made middle = OddCertificate.of("CN=middle")
                .authority()
                .keyIdentifiers(first.keys().getPublic())
                .by(first);
        refusalOf(server().keyIdentifiers(middle.keys().getPublic()).by(middle), ROOT)
                .contains("CN=middle was not signed by the trusted CN=Lab root", "recreated");
    }

    @Test
    void aServersCertificateForClientsOnly() {
        refusalOf(server().purposes(KeyPurposeId.id_kp_clientAuth).by(ROOT), ROOT)
                .contains("CN=server is for TLS clients only", "extendedKeyUsage=serverAuth");
    }

    @Test
    void aServersCertificateForCodeSigning() {
        refusalOf(server().purposes(KeyPurposeId.id_kp_codeSigning).by(ROOT), ROOT)
                .contains("CN=server is not for TLS servers", "extendedKeyUsage=serverAuth");
    }

    @Test
    void aClientsCertificateForServersOnly() {
        refusalOf(false, server().purposes(KeyPurposeId.id_kp_serverAuth).by(ROOT), ROOT)
                .contains("CN=server is for TLS servers only", "extendedKeyUsage=clientAuth");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNetscapeTypeForOtherPeers(boolean critical) {
        refusalOf(server().netscapeType(critical, NetscapeCertType.sslClient).by(ROOT), ROOT)
                .contains("CN=server is for TLS clients only, by its nsCertType", "extendedKeyUsage=serverAuth");
        refusalOf(
                        false,
                        server().netscapeType(critical, NetscapeCertType.sslServer)
                                .by(ROOT),
                        ROOT)
                .contains("CN=server is for TLS servers only, by its nsCertType", "extendedKeyUsage=clientAuth");
        refusalOf(server().netscapeType(critical, NetscapeCertType.smime).by(ROOT), ROOT)
                .contains("CN=server is not for TLS servers, by its nsCertType");
    }

    @Test
    void aRightNetscapeTypeThatIsCritical() {
        refusalOf(server().netscapeType(true, NetscapeCertType.sslServer).by(ROOT), ROOT)
                .contains("CN=server has a critical extension that Java does not know, nsCertType")
                .contains("without it, or not critical");
    }

    @Test
    void aKeyThatMustNotSign() {
        for (boolean ofServer : new boolean[] {true, false}) {
            refusalOf(ofServer, server().usage(KeyUsage.cRLSign).by(ROOT), ROOT)
                    .contains("CN=server", "may not sign", "keyUsage=digitalSignature");
        }
    }

    @Test
    void anMd5Signature() {
        Made root = OddCertificate.of("CN=RSA root", OddCertificate.keys("2048"))
                .authority()
                .selfSigned();
        refusalOf(server().signedWith("MD5withRSA").by(root), root)
                .contains("CN=server is signed with MD5withRSA, which Java no longer accepts", "-sha256");
    }

    @Test
    void aServersKeyThatIsTooShort() {
        Made weak = OddCertificate.of("CN=server", OddCertificate.keys("512"))
                .names(OddCertificate.dns("wwep.local"))
                .by(ROOT);
        refusalOf(weak, ROOT).contains("CN=server has a key of RSA 512", "too short", "rsa_keygen_bits:2048");
    }

    @Test
    void anAuthoritysKeyThatIsTooShort() {
        Made weak = OddCertificate.of("CN=weak root", OddCertificate.keys("512"))
                .authority()
                .selfSigned();
        refusalOf(server().by(weak), weak)
                .contains("CN=weak root has a key of RSA 512", "too short", "rsa_keygen_bits:2048");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256k1", "brainpoolP256r1", "secp192r1"})
    void anAuthoritysKeyOnACurveThatJavaCannotUse(String curve) {
        Made odd = OddCertificate.of("CN=odd root", OddCertificate.keys(curve))
                .authority()
                .selfSigned();
        refusalOf(server().by(odd), odd)
                .contains("CN=odd root has a key of EC " + curve.replace("secp192r1", "P-192"))
                .contains("which Java's TLS cannot use", "ec_paramgen_curve:P-256");
    }

    @Test
    void aTrustedCertificateThatIsNotAnAuthority() {
        Made plain = OddCertificate.of("CN=plain").selfSigned();
        refusalOf(server().by(plain), plain)
                .contains("CN=plain, which signed CN=server, is not a certificate authority")
                .contains("basicConstraints=critical,CA:TRUE");
    }

    @Test
    void anIntermediateThatIsNotAnAuthority() {
        Made plain = OddCertificate.of("CN=plain").by(ROOT);
        refusalOf(server().by(plain), ROOT)
                .contains("CN=plain, which signed CN=server, is not a certificate authority")
                .contains("basicConstraints=critical,CA:TRUE");
    }

    @Test
    void anAuthorityThatMustNotSignCertificates() {
        Made middle = OddCertificate.of("CN=middle")
                .authority()
                .usage(KeyUsage.digitalSignature)
                .by(ROOT);
        refusalOf(server().by(middle), ROOT)
                .contains("CN=middle, which signed CN=server, may not sign certificates", "keyUsage=keyCertSign");
    }

    @Test
    void aChainLongerThanItsAuthorityAllows() {
        Made upper = authority("CN=upper", 0).by(ROOT);
        Made lower = OddCertificate.of("CN=lower").authority().by(upper);
        refusalOf(server().by(lower), ROOT)
                .contains("CN=upper allows no further authority below it, and there are 1", "pathlen");
    }

    @Test
    void anIntermediateWhoseKeyIsTooShort() {
        Made middle = OddCertificate.of("CN=weak middle", OddCertificate.keys("512"))
                .authority()
                .by(ROOT);
        refusalOf(server().by(middle), ROOT).contains("CN=weak middle has a key of RSA 512", "too short");
    }

    @Test
    void aSelfSignedCertificateBesideATrustedOneOfItsName() {
        Made self = OddCertificate.of("CN=Lab root").selfSigned();
        refusalOf(self, ROOT).contains("self-signed", "the trusted one of that name is another");
    }

    @Test
    void aReasonThatOnlyTheJdkKnows() {
        X509Certificate[] chain = server().by(ROOT).chain();
        CertificateException problem = new CertificateException("a rule of tomorrow");
        assertThat(CertificateProblem.describe(chain, true, problem, null, new X509Certificate[] {ROOT.certificate()}))
                .startsWith("the certificate CN=server was not accepted: a rule of tomorrow; see what openssl verify");
    }

    private static OddCertificate authority(String subject, int mostBelow) {
        return OddCertificate.of(subject).with(Extension.basicConstraints, true, new BasicConstraints(mostBelow));
    }

    private static OddCertificate onlyForExampleOrg(OddCertificate authority) {
        GeneralSubtree only = new GeneralSubtree(new GeneralName(GeneralName.dNSName, "example.org"));
        return authority.with(
                Extension.nameConstraints,
                true,
                new NameConstraints(new GeneralSubtree[] {only}, new GeneralSubtree[0]));
    }

    @Test
    void aNameThatItsAuthorityMustNotSign() {
        Made middle =
                onlyForExampleOrg(OddCertificate.of("CN=middle").authority()).by(ROOT);
        refusalOf(server().by(middle), ROOT)
                .contains("CN=middle may not sign certificates for the names in CN=server", "nameConstraints");
    }

    @Test
    void aLengthThatAnAuthorityAllowsIsNotTheReason() {
        Made middle = onlyForExampleOrg(authority("CN=middle", 0)).by(ROOT);
        refusalOf(server().by(middle), ROOT).contains("nameConstraints");
    }

    @Test
    void theLengthThatATrustedAuthorityAllowsIsNotEnforced() {
        Made root = authority("CN=root", 0).selfSigned();
        Made middle =
                onlyForExampleOrg(OddCertificate.of("CN=middle").authority()).by(root);
        refusalOf(server().by(middle), root).contains("nameConstraints");
    }

    @Test
    void aCriticalExtensionThatJavaDoesNotKnow() {
        ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
        refusalOf(server().with(unknown, true, DERNull.INSTANCE).by(ROOT), ROOT)
                .contains("CN=server has a critical extension that Java does not know, 1.3.6.1.4.1.99999.1")
                .contains("without it, or not critical");
    }

    @Test
    void theSubjectIsReadable() {
        KeyPair keys = OddCertificate.keys("secp256r1");
        Made self = OddCertificate.of("EMAILADDRESS=admin@example.org, CN=box, O=Büro", keys)
                .selfSigned();
        refusalOf(self, ROOT)
                .contains("the certificate emailAddress=admin@example.org,CN=box,O=Büro is self-signed")
                .doesNotContain("the trusted one of that name");
    }
}
