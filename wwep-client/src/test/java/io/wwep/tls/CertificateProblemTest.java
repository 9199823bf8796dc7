package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.wwep.pki.CertificateBuilder;
import io.wwep.pki.IssuedCertificate;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the handshake's exception names the cause and the remedy when a server's certificate is rejected. */
class CertificateProblemTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Problem root");
    private static final WwepTls TLS = WwepTls.trustingPem(ROOT.certificatePem());

    private static CertificateBuilder server() {
        return IssuedCertificate.named("server").names("wwep.local");
    }

    private static AbstractStringAssert<?> refusalOf(IssuedCertificate server) throws Exception {
        try (TlsPeer peer = new TlsPeer(server)) {
            return refusalOf(peer);
        }
    }

    private static AbstractStringAssert<?> refusalOf(TlsPeer peer) throws Exception {
        AbstractStringAssert<?> message = assertThatThrownBy(() -> peer.talk(TLS, "wwep.local"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasCauseInstanceOf(CertificateException.class)
                .message();
        assertThat(peer.seen().problem()).isNotNull();
        return message;
    }

    @Test
    void expired() throws Exception {
        refusalOf(server().expired().issuedBy(ROOT))
                .contains("CN=server expired on 2020-03-04")
                .contains("have it renewed")
                .contains("clock");
    }

    @Test
    void anExpiredIntermediate() throws Exception {
        IssuedCertificate intermediate =
                IssuedCertificate.named("middle").authority().expired().issuedBy(ROOT);
        refusalOf(server().issuedBy(intermediate)).contains("CN=middle expired on 2020-03-04");
    }

    @Test
    void theCauseIsTheOneBehindTheJdksAlert() throws Exception {
        try (TlsPeer peer = new TlsPeer(server().expired().issuedBy(ROOT))) {
            assertThatThrownBy(() -> peer.talk(TLS, "wwep.local"))
                    .cause()
                    .cause()
                    .asInstanceOf(type(CertPathValidatorException.class))
                    .returns(BasicReason.EXPIRED, CertPathValidatorException::getReason);
        }
    }

    @Test
    void notYetValid() throws Exception {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(2));
        refusalOf(server().valid(tomorrow, tomorrow.plus(Duration.ofDays(1))).issuedBy(ROOT))
                .contains("CN=server is valid only from " + LocalDate.ofInstant(tomorrow, ZoneOffset.UTC))
                .contains("check this machine's clock")
                .contains(LocalDate.now(ZoneOffset.UTC).toString());
    }

    @Test
    void anIntermediateThatIsNotYetValid() throws Exception {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(2));
        IssuedCertificate intermediate = IssuedCertificate.named("middle")
                .authority()
                .valid(tomorrow, tomorrow.plus(Duration.ofDays(1)))
                .issuedBy(ROOT);
        refusalOf(server().issuedBy(intermediate)).contains("CN=middle is valid only from ");
    }

    @ParameterizedTest
    @CsvSource({"0, CN=server", "1, CN=middle", "2, CN=middle"})
    void theRevokedCertificateIsTheOneAtTheJdksPlace(int place, String name) throws Exception {
        IssuedCertificate intermediate =
                IssuedCertificate.named("middle").authority().issuedBy(ROOT);
        List<X509Certificate> chain = server().issuedBy(intermediate).chain();
        List<X509Certificate> path = List.of(chain.get(0), chain.get(1), ROOT.certificate());
        CertPathValidatorException problem = new CertPathValidatorException(
                "stolen", null, CertificateFactory.getInstance("X.509").generateCertPath(path), place);
        assertThat(CertificateProblem.revoked(chain.toArray(X509Certificate[]::new), problem))
                .startsWith("the certificate " + name + " was revoked: stolen");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "the reason")
    void theDetailIsTheInnermostMessageOrElseItsClass(@Nullable String message) {
        Exception problem = new CertificateException("outer", new IllegalStateException(message));
        assertThat(CertificateProblem.detail(problem))
                .isEqualTo(message == null ? "java.lang.IllegalStateException" : message);
    }

    @Test
    void aDifferentName() throws Exception {
        refusalOf(IssuedCertificate.named("server").names("a.local", "b.local").issuedBy(ROOT))
                .contains("is not for wwep.local")
                .contains("a.local, b.local")
                .contains("expectingName(\"a.local\")");
    }

    @Test
    void anUnknownIssuer() throws Exception {
        refusalOf(server().issuedBy(IssuedCertificate.authority("Foreign root")))
                .contains("leads to CN=Foreign root")
                .contains("neither among the trusted certificate authorities nor sent")
                .contains("trust that authority's certificate");
    }

    @Test
    void aRootThatTheServerSentButIsNotTrusted() throws Exception {
        IssuedCertificate root = IssuedCertificate.authority("Foreign root");
        IssuedCertificate server = server().issuedBy(root);
        try (TlsPeer peer = new TlsPeer(server.withIntermediates(root.certificate()))) {
            refusalOf(peer)
                    .contains("leads to CN=Foreign root")
                    .contains("not among the trusted")
                    .contains(Certificates.fingerprint(root.certificate()))
                    .doesNotContain("nor sent");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAuthorityRecreatedUnderTheSameName(boolean withKeyIdentifiers) throws Exception {
        CertificateBuilder server = withKeyIdentifiers ? server() : server().bare();
        refusalOf(server.issuedBy(IssuedCertificate.authority("Problem root")))
                .contains("was not signed by the trusted CN=Problem root")
                .contains("recreated")
                .contains("its new certificate");
    }

    @Test
    void anAuthorityRecreatedUnderTheSameNameAboveAnIntermediate() throws Exception {
        IssuedCertificate intermediate =
                IssuedCertificate.named("middle").authority().issuedBy(IssuedCertificate.authority("Problem root"));
        refusalOf(server().issuedBy(intermediate)).contains("CN=middle was not signed by the trusted CN=Problem root");
    }

    @Test
    void selfSignedAndUnknown() throws Exception {
        IssuedCertificate self = server().selfSigned();
        refusalOf(self)
                .contains("CN=server is self-signed and not among the trusted ones")
                .contains(Certificates.fingerprint(self.certificate()))
                .contains("trust it");
    }

    @Test
    void anIntermediateThatTheServerDidNotSend() throws Exception {
        IssuedCertificate intermediate =
                IssuedCertificate.named("middle").authority().issuedBy(ROOT);
        IssuedCertificate server = server().issuedBy(intermediate);
        try (TlsPeer peer = new TlsPeer(server.withIntermediates())) {
            refusalOf(peer).contains("leads to CN=middle").contains("have the peer send it too");
        }
    }

    @Test
    void anIssuerThatIsNotAnAuthority() throws Exception {
        refusalOf(server().issuedBy(
                                IssuedCertificate.named("no authority").bare().issuedBy(ROOT)))
                .contains("CN=no authority, which signed CN=server, is not a certificate authority")
                .contains("CA:TRUE");
        refusalOf(server().issuedBy(IssuedCertificate.named("no authority").issuedBy(ROOT)))
                .contains("CN=no authority, which signed CN=server, is not a certificate authority")
                .contains("CA:TRUE");
    }
}
