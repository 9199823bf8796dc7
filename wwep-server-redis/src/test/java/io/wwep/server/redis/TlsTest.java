package io.wwep.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wwep.check.RedisServer;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.DeviceId;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that speaks TLS only, with a certificate of a private authority. */
class TlsTest {

    private static final IssuedCertificate AUTHORITY = IssuedCertificate.authority("Our plant");
    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);

    @TempDir
    private static Path folder;

    private static Path ca;

    @BeforeAll
    static void write() throws IOException {
        RedisServer.requireTls();
        ca = AUTHORITY.chainFile(folder);
    }

    private static RedisServer redis(IssuedCertificate certificate, String clients) throws IOException {
        int port = RedisServer.freePort();
        return new RedisServer(
                port,
                "--port",
                "0",
                "--tls-port",
                "" + port,
                "--tls-cert-file",
                certificate.chainFile(folder).toString(),
                "--tls-key-file",
                certificate.keyFile(folder).toString(),
                "--tls-ca-cert-file",
                ca.toString(),
                "--tls-auth-clients",
                clients);
    }

    /** Uses a long time limit: no test here is about it. */
    private static RedisRegisterStoreBuilder store(RedisServer redis) {
        return RedisRegisterStore.at(secure(redis)).timeout(Duration.ofSeconds(20));
    }

    private static URI secure(RedisServer redis) {
        return URI.create("rediss://127.0.0.1:" + redis.port());
    }

    @Test
    void aPrivateAuthorityIsTrusted() throws Exception {
        try (RedisServer redis = redis(
                        IssuedCertificate.named("redis").names("127.0.0.1").issuedBy(AUTHORITY), "no");
                RedisRegisterStore store =
                        store(redis).tls(WwepTls.trusting(ca)).open()) {
            store.write(DEVICE, 1, 0xBEEF);
            store.force();
            assertThat(store.read(DEVICE, 1)).hasValue(0xBEEF);
        }
    }

    @Test
    void aClientCertificateIsPresentedToARedisThatRequestsOne() throws Exception {
        IssuedCertificate gateway =
                IssuedCertificate.named("gateway").forClients().issuedBy(AUTHORITY);
        try (RedisServer redis =
                redis(IssuedCertificate.named("asking").names("127.0.0.1").issuedBy(AUTHORITY), "yes")) {
            WwepTls tls = WwepTls.trusting(ca);
            assertThatIOException()
                    .isThrownBy(() -> store(redis).tls(tls).open())
                    .withMessageContaining("Redis at 127.0.0.1:" + redis.port());
            WwepTls identified = tls.identity(gateway.chainFile(folder), gateway.keyFile(folder));
            try (RedisRegisterStore store = store(redis).tls(identified).open()) {
                store.write(DEVICE, 1, 1);
                store.force();
                assertThat(store.read(DEVICE, 1)).hasValue(1);
            }
        }
    }

    @Test
    void anAuthorityThatIsNotTrustedIsNamed() throws Exception {
        try (RedisServer redis =
                redis(IssuedCertificate.named("foreign").names("127.0.0.1").issuedBy(AUTHORITY), "no")) {
            Path other = IssuedCertificate.authority("Another plant").chainFile(folder);
            assertThatIOException()
                    .isThrownBy(() -> store(redis).tls(WwepTls.trusting(other)).open())
                    .withMessageContaining("Our plant");
            assertThatIOException().isThrownBy(() -> store(redis).open()).withMessageContaining("Our plant");
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefusedUnlessThatNameIsExpected() throws Exception {
        try (RedisServer redis = redis(
                IssuedCertificate.named("named").names("redis.plant.example").issuedBy(AUTHORITY), "no")) {
            WwepTls tls = WwepTls.trusting(ca);
            assertThatIOException()
                    .isThrownBy(() -> store(redis).tls(tls).open())
                    .withMessageContaining("redis.plant.example");
            try (RedisRegisterStore store =
                    store(redis).tls(tls.expectingName("redis.plant.example")).open()) {
                assertThat(store.read(DEVICE, 1)).isEmpty();
            }
        }
    }

    @Test
    void plainTcpAndTlsAreDistinguished() throws Exception {
        try (RedisServer plain = new RedisServer();
                RedisServer secured = redis(
                        IssuedCertificate.named("secured").names("127.0.0.1").issuedBy(AUTHORITY), "no")) {
            assertThatIOException()
                    .isThrownBy(() -> RedisRegisterStore.at(secure(plain))
                            .tls(WwepTls.trusting(ca))
                            .open())
                    .withMessageContaining("does it speak TLS there?");
            assertThatIOException()
                    .isThrownBy(() -> RedisRegisterStore.open(URI.create("redis://127.0.0.1:" + secured.port())))
                    .withMessageContaining("rediss://");
        }
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        RedisRegisterStore.at(URI.create("redis://127.0.0.1:1")).tls(WwepTls.trusting(ca)))
                .withMessageContaining("give rediss://");
    }
}
