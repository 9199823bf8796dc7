package io.wwep.integration.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.WwepClient;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.server.WwepServer;
import io.wwep.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The client as a Spring Boot bean, over TLS with an SSL bundle. */
class SpringBeanTest {

    private static final IssuedCertificate OLD_ROOT = IssuedCertificate.authority("Old root");
    private static final IssuedCertificate NEW_ROOT = IssuedCertificate.authority("New root");

    @TempDir
    private Path folder;

    private Path trusted;

    /** A gateway; {@code @SpringBootApplication} would configure the bundles itself. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(SslAutoConfiguration.class)
    @Import(WwepConfiguration.class)
    static class Gateway {}

    @BeforeEach
    void trustTheOldRoot() throws IOException {
        trusted = Files.writeString(folder.resolve("wwep-ca.pem"), OLD_ROOT.certificatePem());
    }

    private WwepServer startServer(int port, IssuedCertificate root) throws IOException {
        IssuedCertificate server =
                IssuedCertificate.named("server").names("127.0.0.1").issuedBy(root);
        return WwepServer.create()
                .tls(port, TlsIdentity.of(server.chainFile(folder), server.keyFile(folder)))
                .start();
    }

    /** Starts a gateway with the properties file and the values that vary between tests. */
    private ConfigurableApplicationContext startGateway(int port) {
        return new SpringApplicationBuilder(Gateway.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .run(
                        "--wwep.host=127.0.0.1",
                        "--wwep.port=" + port,
                        "--wwep.reply-timeout=20s",
                        "--spring.ssl.bundle.pem.wwep.truststore.certificate=file:" + trusted,
                        "--spring.ssl.bundle.watch.file.quiet-period=20ms");
    }

    private void replaceTrusted(IssuedCertificate root) throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), root.certificatePem());
        Files.move(fresh, trusted, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void theBeanTrustsTheBundleAndIsClosedWithItsContext() throws Exception {
        try (WwepServer server = startServer(0, OLD_ROOT)) {
            WwepClient client;
            try (ConfigurableApplicationContext gateway = startGateway(server.tlsPort())) {
                client = gateway.getBean(WwepClient.class);
                client.write(0x0FAC, 0x0B, 0x1234);
                assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            }
            assertThatThrownBy(() -> client.read(0x0FAC, 0x0B))
                    .isInstanceOf(WwepConnectionLostException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void aReloadedBundleAppliesToTheNextConnectionOfTheSameBean() throws Exception {
        WwepServer first = startServer(0, OLD_ROOT);
        try (ConfigurableApplicationContext gateway = startGateway(first.tlsPort())) {
            WwepClient client = gateway.getBean(WwepClient.class);
            client.write(0x0FAC, 0x0B, 0x1234);
            first.close();

            CountDownLatch reloaded = new CountDownLatch(1);
            gateway.getBean(SslBundles.class).addBundleUpdateHandler("wwep", bundle -> reloaded.countDown());
            replaceTrusted(NEW_ROOT);
            assertThat(reloaded.await(20, TimeUnit.SECONDS)).isTrue();

            try (WwepServer second = startServer(first.tlsPort(), NEW_ROOT)) {
                client.write(0x0FAC, 0x0B, 0x5678);
                assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x5678);
                assertThat(second.statistics().connections()).isPositive();
            }
        } finally {
            first.close();
        }
    }

    @Test
    void anUnusableReloadedBundleLeavesTheOldOneInUse() throws Exception {
        SslBundle rubbish = SslBundle.of(new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate("rubbish")));
        WwepServer first = startServer(0, OLD_ROOT);
        try (ConfigurableApplicationContext gateway = startGateway(first.tlsPort())) {
            WwepClient client = gateway.getBean(WwepClient.class);
            client.write(0x0FAC, 0x0B, 0x1234);
            first.close();

            SslBundleRegistry bundles = gateway.getBean(SslBundleRegistry.class);
            assertThatThrownBy(() -> bundles.updateBundle("wwep", rubbish)).isInstanceOf(RuntimeException.class);

            try (WwepServer second = startServer(first.tlsPort(), OLD_ROOT)) {
                client.write(0x0FAC, 0x0B, 0x5678);
                assertThat(second.statistics().connections()).isPositive();
            }
        } finally {
            first.close();
        }
    }
}
