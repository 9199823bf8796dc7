package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.LogCapture;
import io.wwep.pki.IssuedCertificate;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Revoked certificates, and issuers that do or do not publish revocations. */
class RevocationTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Revocation root");
    private static final IssuedCertificate STRANGER = IssuedCertificate.authority("Stranger");
    private static final WwepTls OFF = WwepTls.trustingPem(ROOT.certificatePem());
    private static final WwepTls SOFT = OFF.revocation(Revocation.SOFT);
    private static final WwepTls HARD = OFF.revocation(Revocation.HARD);
    private static final CertificateStatus REVOKED =
            new RevokedStatus(Date.from(Instant.parse("2026-01-02T03:04:05Z")), 1);
    private static final int SHORT_WAIT_MILLIS = 500;

    private final MockWebServer issuer = new MockWebServer();
    /** The JDK caches a list by its URL for 30 s, and another test's server may have used this port. */
    private final String path = "/" + UUID.randomUUID();

    private IssuedCertificate byCrl;
    private IssuedCertificate byOcsp;

    @BeforeEach
    void issue() throws Exception {
        issuer.start(java.net.InetAddress.getLoopbackAddress(), 0);
        byCrl = IssuedCertificate.named("by CRL")
                .names("wwep.local")
                .crl(issuer.url(path + "/list.crl").uri())
                .issuedBy(ROOT);
        byOcsp = IssuedCertificate.named("by OCSP")
                .names("wwep.local")
                .ocsp(issuer.url(path + "/ocsp").uri())
                .issuedBy(ROOT);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    /** Closes the connection afterward, which the JDK would keep open for a while. */
    private static MockResponse.Builder response(byte[] body) {
        return new MockResponse.Builder().addHeader("Connection", "close").body(new Buffer().write(body));
    }

    private void answer(Function<RecordedRequest, MockResponse> answer) {
        issuer.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer.apply(request);
            }
        });
    }

    private void answer(MockResponse.Builder response) {
        answer(request -> response.build());
    }

    private void answer(byte[] body) {
        answer(response(body));
    }

    private void answerOcsp(IssuedCertificate signer, CertificateStatus status, int daysAgo) {
        answer(RevocationAnswers.ocsp(signer, RevocationAnswers.idOf(byOcsp, ROOT), status, daysAgo));
    }

    private static void assertAccepted(WwepTls tls, IssuedCertificate server) throws Exception {
        try (TlsPeer peer = new TlsPeer(server)) {
            peer.talk(tls, "wwep.local");
        }
    }

    private static void assertRefused(WwepTls tls, IssuedCertificate server, String... parts) throws Exception {
        try (TlsPeer peer = new TlsPeer(server)) {
            assertThatThrownBy(() -> peer.talk(tls, "wwep.local"))
                    .isInstanceOf(SSLHandshakeException.class)
                    .message()
                    .contains(parts);
        }
    }

    private static void assertAcceptedBySoftWithAWarning(IssuedCertificate server) throws Exception {
        try (LogCapture log = new LogCapture("io.wwep.tls")) {
            assertAccepted(SOFT, server);
            assertThat(log.lines())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).startsWith("WARN accepted anyway: could not check whether"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Revocation.class,
            names = {"SOFT", "HARD"})
    void aCertificateThatIsNotOnTheListIsAccepted(Revocation revocation) throws Exception {
        answer(RevocationAnswers.crl(ROOT, 0, byOcsp));
        assertAccepted(OFF.revocation(revocation), byCrl);
        assertThat(issuer.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Revocation.class,
            names = {"SOFT", "HARD"})
    void aCertificateOnTheListIsRejected(Revocation revocation) throws Exception {
        answer(RevocationAnswers.crl(ROOT, 0, byCrl));
        assertRefused(
                OFF.revocation(revocation), byCrl, "CN=by CRL was revoked", "KEY_COMPROMISE", "have a new one issued");
    }

    @ParameterizedTest
    @EnumSource(
            value = Revocation.class,
            names = {"SOFT", "HARD"})
    void aCertificateThatIsGoodByOcspIsAccepted(Revocation revocation) throws Exception {
        answerOcsp(ROOT, CertificateStatus.GOOD, 0);
        assertAccepted(OFF.revocation(revocation), byOcsp);
        assertThat(issuer.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Revocation.class,
            names = {"SOFT", "HARD"})
    void aCertificateThatIsRevokedByOcspIsRejected(Revocation revocation) throws Exception {
        answerOcsp(ROOT, REVOKED, 0);
        assertRefused(OFF.revocation(revocation), byOcsp, "CN=by OCSP was revoked", "have a new one issued");
    }

    @Test
    void revocationIsNotCheckedByDefault() throws Exception {
        answer(RevocationAnswers.crl(ROOT, 0, byCrl));
        assertAccepted(OFF, byCrl);
        assertThat(issuer.getRequestCount()).isZero();
    }

    @Test
    void theListIsFetchedWhenOcspFails() throws Exception {
        IssuedCertificate byBoth = IssuedCertificate.named("by both")
                .names("wwep.local")
                .ocsp(issuer.url(path + "/ocsp").uri())
                .crl(issuer.url(path + "/list.crl").uri())
                .issuedBy(ROOT);
        byte[] list = RevocationAnswers.crl(ROOT, 0, byBoth);
        answer(request -> request.getTarget().endsWith("/list.crl")
                ? response(list).build()
                : response(new byte[0]).code(503).build());
        assertRefused(HARD, byBoth, "was revoked");
    }

    @Test
    void aRevokedIntermediateIsNamed() throws Exception {
        IssuedCertificate middle = IssuedCertificate.named("middle")
                .authority()
                .crl(issuer.url(path + "/list.crl").uri())
                .issuedBy(ROOT);
        answer(RevocationAnswers.crl(ROOT, 0, middle));
        IssuedCertificate server =
                IssuedCertificate.named("server").names("wwep.local").issuedBy(middle);
        assertRefused(SOFT, server, "CN=middle was revoked");
    }

    @Test
    void aDirectlyTrustedCertificateIsNotChecked() throws Exception {
        IssuedCertificate self = IssuedCertificate.named("self")
                .names("wwep.local")
                .crl(issuer.url(path + "/list.crl").uri())
                .selfSigned();
        assertAccepted(WwepTls.trustingPem(self.certificatePem()).revocation(Revocation.HARD), self);
        assertThat(issuer.getRequestCount()).isZero();
    }

    @Test
    void aCertificateWithoutARevocationSourceIsAcceptedOnlyBySoft() throws Exception {
        IssuedCertificate silent =
                IssuedCertificate.named("silent").names("wwep.local").issuedBy(ROOT);
        assertRefused(HARD, silent, "could not check whether", "CN=silent", "revocation(SOFT)");
        assertAcceptedBySoftWithAWarning(silent);
    }

    enum BadList {
        FAILING {
            @Override
            MockResponse.Builder answer(IssuedCertificate revoked) {
                return response(new byte[0]).code(500);
            }
        },
        MISSING {
            @Override
            MockResponse.Builder answer(IssuedCertificate revoked) {
                return response(new byte[0]).code(404);
            }
        },
        GARBAGE {
            @Override
            MockResponse.Builder answer(IssuedCertificate revoked) {
                return response("<html>log in first</html>".getBytes(StandardCharsets.UTF_8));
            }
        },
        TRUNCATED {
            @Override
            MockResponse.Builder answer(IssuedCertificate revoked) {
                byte[] list = RevocationAnswers.crl(ROOT, 0, revoked);
                return response(Arrays.copyOf(list, list.length / 2));
            }
        },
        CUT_OFF {
            @Override
            MockResponse.Builder answer(IssuedCertificate revoked) {
                return response(RevocationAnswers.crl(ROOT, 0)).onResponseBody(new SocketEffect.CloseSocket());
            }
        },
        OUT_OF_DATE {
            @Override
            MockResponse.Builder answer(IssuedCertificate revoked) {
                return response(RevocationAnswers.crl(ROOT, 3));
            }
        },
        BY_A_STRANGER {
            @Override
            MockResponse.Builder answer(IssuedCertificate revoked) {
                return response(RevocationAnswers.crl(STRANGER, 0, revoked));
            }
        },
        FORGED {
            @Override
            MockResponse.Builder answer(IssuedCertificate revoked) {
                return response(RevocationAnswers.crl(IssuedCertificate.authority("Revocation root"), 0, revoked));
            }
        };

        abstract MockResponse.Builder answer(IssuedCertificate revoked);
    }

    @ParameterizedTest
    @EnumSource
    void anInvalidListIsIgnored(BadList bad) throws Exception {
        answer(bad.answer(byCrl));
        assertRefused(HARD, byCrl, "could not check whether", "CN=by CRL", "make its CRL or OCSP server reachable");
        assertAcceptedBySoftWithAWarning(byCrl);
    }

    @Test
    void anInvalidOcspResponseIsIgnored() throws Exception {
        byte[] good = RevocationAnswers.ocsp(ROOT, RevocationAnswers.idOf(byOcsp, ROOT), CertificateStatus.GOOD, 0);
        IssuedCertificate forger = IssuedCertificate.authority("Revocation root");
        for (MockResponse.Builder bad : List.of(
                response(new byte[0]).code(500),
                response(Arrays.copyOf(good, good.length / 2)),
                response(good).onResponseBody(new SocketEffect.CloseSocket()),
                response("garbage".getBytes(StandardCharsets.UTF_8)),
                response(new byte[0]),
                response(RevocationAnswers.tryLater()),
                response(RevocationAnswers.ocsp(
                        forger, RevocationAnswers.idOf(byOcsp, ROOT), CertificateStatus.GOOD, 0)),
                response(RevocationAnswers.ocsp(ROOT, RevocationAnswers.idOf(byCrl, ROOT), CertificateStatus.GOOD, 0)),
                response(RevocationAnswers.ocsp(ROOT, RevocationAnswers.idOf(byOcsp, ROOT), CertificateStatus.GOOD, 9)),
                response(RevocationAnswers.ocsp(ROOT, RevocationAnswers.idOf(byOcsp, ROOT), new UnknownStatus(), 0)))) {
            answer(bad);
            assertRefused(HARD, byOcsp, "could not check whether", "CN=by OCSP");
            assertAcceptedBySoftWithAWarning(byOcsp);
        }
    }

    @Test
    void anUnreachableIssuerIsIgnored() throws Exception {
        issuer.close();
        for (IssuedCertificate each : List.of(byCrl, byOcsp)) {
            assertRefused(HARD, each, "could not check whether");
            assertAcceptedBySoftWithAWarning(each);
        }
    }

    @Test
    void aStalledIssuerDelaysAHandshakeByAtMostHalfItsReadTimeout() throws Exception {
        answer(response(new byte[0]).onResponseStart(SocketEffect.Stall.INSTANCE));
        try (TlsPeer asksByOcsp = new TlsPeer(byOcsp);
                TlsPeer asksByCrl = new TlsPeer(byCrl);
                LogCapture log = new LogCapture("io.wwep.tls")) {
            assertThatThrownBy(() -> asksByOcsp.talk(HARD, "wwep.local", SHORT_WAIT_MILLIS))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("no answer within " + SHORT_WAIT_MILLIS / 2 + " ms");
            asksByCrl.talk(SOFT, "wwep.local", SHORT_WAIT_MILLIS);
            assertThat(log.lines()).singleElement().asString().contains("no answer within");
        }
    }

    @Test
    void handshakesShareAPendingQuery() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        byte[] list = RevocationAnswers.crl(ROOT, 0, byCrl);
        answer(request -> {
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return response(list).build();
        });
        RevocationCheck check = new RevocationCheck(Set.of(new TrustAnchor(ROOT.certificate(), null)), false);
        X509Certificate[] chain = {byCrl.certificate()};
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> check.check(chain, List.of(), 10, () -> true))
                    .isInstanceOf(CertificateException.class)
                    .hasMessageContaining("no answer within 10 ms");
        }
        answered.countDown();
        assertThatThrownBy(() -> check.check(chain, List.of(), 10_000, () -> true))
                .hasMessageContaining("was revoked");
        assertThat(issuer.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aResponseIsNotCachedForTheNextHandshake() throws Exception {
        RevocationCheck check = new RevocationCheck(Set.of(new TrustAnchor(ROOT.certificate(), null)), false);
        X509Certificate[] chain = {byOcsp.certificate()};
        for (int i = 0; i < 50; i++) {
            answerOcsp(ROOT, CertificateStatus.GOOD, 0);
            check.check(chain, List.of(), 10_000, () -> true);
            answerOcsp(ROOT, REVOKED, 0);
            assertThatThrownBy(() -> check.check(chain, List.of(), 10_000, () -> true))
                    .hasMessageContaining("was revoked");
        }
    }

    @Test
    void anInterruptedHandshakeStopsWaiting() throws Exception {
        answer(response(new byte[0]).onResponseStart(SocketEffect.Stall.INSTANCE));
        RevocationCheck check = new RevocationCheck(Set.of(new TrustAnchor(ROOT.certificate(), null)), true);
        Thread.currentThread().interrupt();
        assertThatThrownBy(
                        () -> check.check(new X509Certificate[] {byCrl.certificate()}, List.of(), 10_000, () -> true))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aHandshakeWhoseConnectionIsClosedStopsWaiting() {
        answer(response(new byte[0]).onResponseStart(SocketEffect.Stall.INSTANCE));
        RevocationCheck check = new RevocationCheck(Set.of(new TrustAnchor(ROOT.certificate(), null)), true);
        X509Certificate[] chain = {byCrl.certificate()};
        assertThatThrownBy(() -> check.check(chain, List.of(), Integer.MAX_VALUE, () -> false))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("the connection was closed");
    }

    @Test
    void aStapledResponseIsUsed() throws Exception {
        RevocationCheck check = new RevocationCheck(Set.of(new TrustAnchor(ROOT.certificate(), null)), false);
        X509Certificate[] chain = {byOcsp.certificate()};
        var id = RevocationAnswers.idOf(byOcsp, ROOT);
        check.check(chain, List.of(RevocationAnswers.ocsp(ROOT, id, CertificateStatus.GOOD, 0)), 10_000, () -> true);
        assertThatThrownBy(() ->
                        check.check(chain, List.of(RevocationAnswers.ocsp(ROOT, id, REVOKED, 0)), 10_000, () -> true))
                .hasMessageContaining("was revoked");
        assertThat(issuer.getRequestCount()).isZero();
    }

    @Test
    void aResponseThatWasNotStapledIsAskedFor() throws Exception {
        answerOcsp(ROOT, CertificateStatus.GOOD, 0);
        RevocationCheck check = new RevocationCheck(Set.of(new TrustAnchor(ROOT.certificate(), null)), false);
        check.check(new X509Certificate[] {byOcsp.certificate()}, List.of(new byte[0]), 10_000, () -> true);
        assertThat(issuer.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aQueryDoesNotKeepTheProgramRunning() {
        List<Thread> threads = new ArrayList<>();
        RevocationCheck check = new RevocationCheck(Set.of(new TrustAnchor(ROOT.certificate(), null)), false, work -> {
            Thread thread = new Thread(work);
            threads.add(thread);
            return thread;
        });
        X509Certificate[] chain = {STRANGER.certificate()};
        assertThatThrownBy(() -> check.check(chain, List.of(), 20_000, () -> true))
                .isInstanceOf(CertificateException.class);
        assertThat(threads).singleElement().returns(true, Thread::isDaemon);
    }

    @Test
    void aQueryWithoutAThreadIsRetriedByTheNextHandshake() {
        AtomicInteger refused = new AtomicInteger(1);
        RevocationCheck check =
                new RevocationCheck(Set.of(new TrustAnchor(ROOT.certificate(), null)), false, work -> new Thread(work) {
                    @Override
                    public synchronized void start() {
                        if (refused.getAndDecrement() > 0) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        super.start();
                    }
                });
        X509Certificate[] chain = {STRANGER.certificate()};
        assertThatThrownBy(() -> check.check(chain, List.of(), 20_000, () -> true))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("unable to create native thread");
        assertThatThrownBy(() -> check.check(chain, List.of(), 20_000, () -> true))
                .isInstanceOf(CertificateException.class)
                .hasMessageNotContainingAny("no answer within", "native thread");
    }
}
