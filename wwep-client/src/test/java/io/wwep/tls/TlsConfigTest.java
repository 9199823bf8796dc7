package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.LogCapture;
import io.wwep.pki.IssuedCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protocols, ciphers, the caller's own context, and no verification. */
class TlsConfigTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Choices root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("wwep.local").issuedBy(ROOT);
    private static final WwepTls TLS = WwepTls.trustingPem(ROOT.certificatePem());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void onlyTheRequestedProtocolsAreOffered(String protocol) throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            assertThat(peer.talk(TLS.protocols(protocol), "wwep.local").getProtocol())
                    .isEqualTo(protocol);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"})
    void onlyTheRequestedCiphersAreOffered(String cipher) throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            SSLSession session = peer.talk(TLS.ciphers(cipher), "wwep.local");
            assertThat(session.getCipherSuite()).isEqualTo(cipher);
        }
    }

    @Test
    void noCommonProtocolEndsTheHandshake() throws Exception {
        try (TlsPeer peer =
                new TlsPeer(SERVER, null, parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}))) {
            assertThatThrownBy(() -> peer.talk(TLS.protocols("TLSv1.3"), "wwep.local"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("protocol_version");
        }
    }

    @Test
    void unsupportedProtocolsAndCiphersAreRejected() {
        assertRefused(() -> TLS.protocols("TLSv1.3", "TLSv9"), "[TLSv9]", "TLSv1.2");
        assertRefused(() -> TLS.ciphers("TLS_ROT13"), "[TLS_ROT13]", "TLS_AES_128_GCM_SHA256");
        assertRefused(() -> TLS.protocols(), "at least one protocol");
        assertRefused(() -> TLS.ciphers(), "at least one cipher suite");
    }

    @Test
    void aDisabledProtocolIsRejected() {
        assertRefused(() -> TLS.protocols("SSLv3"), "[SSLv3]", "TLSv1.3");
    }

    @Test
    void aGivenContextDecidesButNamesAreStillVerified() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {Contexts.trusting(Set.of(ROOT.certificate()), Revocation.OFF, new Handshakes())},
                null);
        WwepTls given = WwepTls.of(context);
        assertThat(given.context()).isSameAs(context);
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            peer.talk(given, "wwep.local");
            peer.talk(given.expectingName("wwep.local").protocols("TLSv1.3"), "127.0.0.1");
            assertThatThrownBy(() -> peer.talk(given, "localhost"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("localhost");
        }
    }

    @Test
    void aThirdPartyExtendedTrustManagerDecidesOnNamesToo() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            peer.talk(WwepTls.of(context), "localhost");
        }
    }

    @Test
    void aContextSupplierIsCalledForEachConnection() throws Exception {
        List<SSLContext> contexts = new ArrayList<>(
                List.of(WwepTls.trusting(SERVER.chainFile(folder)).context(), TLS.context()));
        WwepTls given = WwepTls.of(() -> contexts.remove(0));
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            peer.talk(given, "wwep.local");
            peer.talk(given, "wwep.local");
        }
        assertThat(contexts).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // as a framework without nullness annotations might
    void aSupplierThatReturnsNullIsReported() {
        assertRefused(() -> WwepTls.of(() -> (SSLContext) null).context(), "returned no SSLContext");
    }

    @Test
    void aGivenContextAcceptsNoOtherMaterial() {
        WwepTls given = WwepTls.of(TLS.context());
        assertRefused(given::alsoSystem, "of(SSLContext)");
        assertRefused(() -> given.revocation(Revocation.HARD), "of(SSLContext)");
        assertRefused(
                () -> given.identity(SERVER.chainFile(folder), SERVER.keyFile(folder)), "brings its own identity");
        assertRefused(
                () -> given.identity(SERVER.chainFile(folder), SERVER.keyFile(folder), new char[0]),
                "brings its own identity");
    }

    @Test
    void unverifiedAcceptsEveryCertificate() throws Exception {
        for (IssuedCertificate any : List.of(
                SERVER,
                CourseCertificate.make(),
                IssuedCertificate.named("x").expired().selfSigned())) {
            try (TlsPeer peer = new TlsPeer(any)) {
                try (LogCapture log = new LogCapture("io.wwep.tls")) {
                    peer.talk(WwepTls.unverified(), "127.0.0.1");
                    assertThat(log.lines())
                            .containsExactly(
                                    "WARN connecting to 127.0.0.1 without verifying its certificate, because of"
                                            + " unverified()");
                }
                peer.talk(WwepTls.unverified().protocols("TLSv1.2"), "nowhere.example");
            }
        }
        assertThat(WwepTls.unverified().isUnverified()).isTrue();
        assertThat(TLS.isUnverified()).isFalse();
    }

    @Test
    void unverifiedContradictsEveryCheck() {
        WwepTls unverified = WwepTls.unverified();
        assertRefused(unverified::alsoSystem, "unverified()");
        assertRefused(() -> unverified.revocation(Revocation.SOFT), "unverified()");
        assertRefused(() -> unverified.expectingName("wwep.local"), "unverified()");
    }

    @Test
    void unverifiedStillPresentsAnIdentity() throws Exception {
        IssuedCertificate client = IssuedCertificate.named("client").issuedBy(ROOT);
        try (TlsPeer peer = new TlsPeer(SERVER, ROOT, parameters -> parameters.setNeedClientAuth(true))) {
            peer.talk(WwepTls.unverified().identity(client.chainFile(folder), client.keyFile(folder)), "wwep.local");
            assertThat(peer.seen().clientSubject()).isEqualTo("CN=client");
        }
    }

    @Test
    void everySettingReturnsANewObjectAndLeavesTheOldUnchanged() throws Exception {
        WwepTls narrowed = TLS.protocols("TLSv1.2").expectingName("other.local");
        assertThat(narrowed).isNotSameAs(TLS);
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            assertThat(peer.talk(TLS, "wwep.local").getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    private static void assertRefused(ThrowingCallable choice, String... parts) {
        assertThatThrownBy(choice)
                .isInstanceOf(TlsMaterialException.class)
                .message()
                .contains(parts);
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_RSA_*, TLS_RSA_WITH_AES_128_GCM_SHA256, true",
        "TLS_RSA_*, TLS_ROT13, false",
        "SSLv3, TLS_RSA_WITH_AES_128_GCM_SHA256, false"
    })
    void aSuiteThatThisJavaHasSwitchedOffIsExplained(String disabled, String suite, boolean explained) {
        assertThatThrownBy(() -> SecurityProperty.during("jdk.tls.disabledAlgorithms", disabled, () -> {
                    TlsConfig.requireKnown("cipher suite", List.of("TLS_AES_128_GCM_SHA256"), suite);
                    return suite;
                }))
                .message()
                .matches(text -> explained
                        == text.contains("; if the server has no other: if it has only suites named TLS_RSA_..."));
    }
}
