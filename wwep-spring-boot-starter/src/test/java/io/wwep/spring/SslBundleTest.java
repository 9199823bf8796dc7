package io.wwep.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.WwepClient;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepConnectException;
import io.wwep.server.WwepServer;
import io.wwep.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** TLS with Spring Boot's SSL bundles, which may be reloaded. */
class SslBundleTest {

    private static final IssuedCertificate OLD_ROOT = IssuedCertificate.authority("Old root");
    private static final IssuedCertificate NEW_ROOT = IssuedCertificate.authority("New root");

    @TempDir
    private Path folder;

    private Path trusted;

    @BeforeEach
    void trustTheOldRoot() throws IOException {
        trusted = Files.writeString(folder.resolve("root.pem"), OLD_ROOT.certificatePem());
    }

    private WwepServer startServer(int port, IssuedCertificate root, String name) throws IOException {
        IssuedCertificate server = IssuedCertificate.named("server").names(name).issuedBy(root);
        return WwepServer.create()
                .tls(port, TlsIdentity.of(server.chainFile(folder), server.keyFile(folder)))
                .start();
    }

    /** An application that trusts the file. */
    private ApplicationContextRunner application(int port) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, WwepAutoConfiguration.class))
                .withPropertyValues(
                        "wwep.clients.plant.host=127.0.0.1",
                        "wwep.clients.plant.port=" + port,
                        "wwep.clients.plant.reply-timeout=20s",
                        "wwep.clients.plant.reconnect.await=true",
                        "wwep.clients.plant.ssl.bundle=plant",
                        "spring.ssl.bundle.pem.plant.truststore.certificate=file:" + trusted,
                        "spring.ssl.bundle.pem.plant.reload-on-update=true",
                        "spring.ssl.bundle.watch.file.quiet-period=20ms");
    }

    private void replaceTrusted(IssuedCertificate root) throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), root.certificatePem());
        Files.move(fresh, trusted, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void theClientTrustsItsBundle() throws IOException {
        try (WwepServer server = startServer(0, OLD_ROOT, "127.0.0.1")) {
            application(server.tlsPort()).run(context -> {
                WwepClient plant = context.getBean(WwepClient.class);
                plant.write(0x0FAC, 0x0B, 0x1234);
                assertThat(plant.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            });
        }
    }

    @Test
    void theClientTrustsNoOther() throws IOException {
        try (WwepServer server = startServer(0, NEW_ROOT, "127.0.0.1")) {
            application(server.tlsPort())
                    .withPropertyValues("wwep.clients.plant.reconnect.await=false")
                    .run(context -> assertThatThrownBy(
                                    () -> context.getBean(WwepClient.class).read(0x0FAC, 0x0B))
                            .isInstanceOf(WwepConnectException.class));
        }
    }

    @Test
    void theExpectedNameIsChecked() throws IOException {
        try (WwepServer server = startServer(0, OLD_ROOT, "wwep.local")) {
            application(server.tlsPort())
                    .withPropertyValues("wwep.clients.plant.ssl.expected-name=wwep.local")
                    .run(context -> context.getBean(WwepClient.class).write(0x0FAC, 0x0B, 1));
            application(server.tlsPort())
                    .withPropertyValues(
                            "wwep.clients.plant.ssl.expected-name=other.local",
                            "wwep.clients.plant.reconnect.await=false")
                    .run(context -> assertThatThrownBy(
                                    () -> context.getBean(WwepClient.class).write(0x0FAC, 0x0B, 1))
                            .isInstanceOf(WwepConnectException.class)
                            .hasMessageContaining("other.local"));
        }
    }

    @Test
    void theProtocolsOfTheBundleAreOffered() throws IOException {
        try (WwepServer server = startServer(0, OLD_ROOT, "127.0.0.1")) {
            application(server.tlsPort())
                    .withPropertyValues("spring.ssl.bundle.pem.plant.options.enabled-protocols=TLSv1.7")
                    .run(context -> assertThat(context)
                            .getFailure()
                            .hasRootCauseMessage("this JVM has no protocol [TLSv1.7]; give at least one protocol, of"
                                    + " TLSv1.3, TLSv1.2"));
        }
    }

    @Test
    void tlsCanBeTurnedOff() {
        application(27708)
                .withPropertyValues("wwep.clients.plant.ssl.enabled=false")
                .run(context -> assertThat(context.getBean(ConfiguredClients.class)
                                .all()
                                .get(0)
                                .builder())
                        .extracting("tls")
                        .isNull());
    }

    @Test
    void withoutABundleTlsTrustsTheSystemsAuthorities() throws IOException {
        try (WwepServer server = startServer(0, OLD_ROOT, "127.0.0.1")) {
            application(server.tlsPort())
                    .withPropertyValues(
                            "wwep.clients.plant.ssl.bundle=",
                            "wwep.clients.plant.ssl.enabled=true",
                            "wwep.clients.plant.reconnect.await=false")
                    .run(context -> assertThatThrownBy(
                                    () -> context.getBean(WwepClient.class).write(0x0FAC, 0x0B, 1))
                            .isInstanceOf(WwepConnectException.class));
        }
    }

    @Test
    void connectionDetailsCanHaveABundle() throws IOException {
        try (WwepServer server = startServer(0, OLD_ROOT, "127.0.0.1")) {
            SslBundle bundle = SslBundle.of(
                    new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate(OLD_ROOT.certificatePem())));
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(WwepAutoConfiguration.class))
                    .withBean(WwepConnectionDetails.class, () -> new WwepConnectionDetails() {
                        @Override
                        public String host() {
                            return "127.0.0.1";
                        }

                        @Override
                        public int port() {
                            return server.tlsPort();
                        }

                        @Override
                        public SslBundle sslBundle() {
                            return bundle;
                        }
                    })
                    .withPropertyValues("wwep.clients.plant.mode=auto")
                    .run(context -> context.getBean(WwepClient.class).write(0x0FAC, 0x0B, 1));
            server.close(Duration.ofSeconds(20)); // it counts an exchange after its reply
            assertThat(server.statistics().exchanges()).isEqualTo(1);
        }
    }

    @Test
    void aReloadedBundleAppliesToTheNextConnectionOfTheSameClient() throws IOException {
        WwepServer first = startServer(0, OLD_ROOT, "127.0.0.1");
        try {
            application(first.tlsPort()).run(context -> {
                WwepClient plant = context.getBean(WwepClient.class);
                plant.write(0x0FAC, 0x0B, 0x1234);
                first.close();

                CountDownLatch reloaded = new CountDownLatch(1);
                context.getBean(SslBundles.class).addBundleUpdateHandler("plant", bundle -> reloaded.countDown());
                replaceTrusted(NEW_ROOT);
                assertThat(reloaded.await(20, TimeUnit.SECONDS)).isTrue();

                try (WwepServer second = startServer(first.tlsPort(), NEW_ROOT, "127.0.0.1")) {
                    plant.write(0x0FAC, 0x0B, 0x5678);
                    assertThat(plant.read(0x0FAC, 0x0B)).isEqualTo(0x5678);
                    assertThat(second.statistics().connections()).isPositive();
                }
            });
        } finally {
            first.close();
        }
    }

    @Test
    void anUnusableReloadedBundleLeavesTheOldOneInUse() throws IOException {
        SslBundle rubbish = SslBundle.of(new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate("rubbish")));
        WwepServer first = startServer(0, OLD_ROOT, "127.0.0.1");
        try {
            application(first.tlsPort()).run(context -> {
                WwepClient plant = context.getBean(WwepClient.class);
                plant.write(0x0FAC, 0x0B, 0x1234);
                first.close();

                SslBundleRegistry bundles = context.getBean(SslBundleRegistry.class);
                assertThatThrownBy(() -> bundles.updateBundle("plant", rubbish)).isInstanceOf(RuntimeException.class);

                try (WwepServer second = startServer(first.tlsPort(), OLD_ROOT, "127.0.0.1")) {
                    plant.write(0x0FAC, 0x0B, 0x5678);
                    assertThat(second.statistics().connections()).isPositive();
                }
            });
        } finally {
            first.close();
        }
    }
}
