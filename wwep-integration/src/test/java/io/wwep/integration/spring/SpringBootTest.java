package io.wwep.integration.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.WwepClient;
import io.wwep.integration.Lab;
import io.wwep.protocol.WwepConnectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The client as a bean of Spring Boot, with trust from an SSL bundle. */
class SpringBootTest {

    @TempDir
    Path folder;

    @SpringBootConfiguration
    @ImportAutoConfiguration(SslAutoConfiguration.class)
    @Import(WwepConfiguration.class)
    static class Gateway {}

    @Test
    void theBeanMakesExchangesOverTlsWithTheBundlesTrust() throws Exception {
        try (Lab lab = new Lab();
                ConfigurableApplicationContext gateway = gateway(lab, Lab.CA)) {
            WwepClient client = gateway.getBean(WwepClient.class);
            client.write(0x0FAC, 0x0B, 0x1234);
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
        }
    }

    @Test
    void aReloadedBundleIsTakenForTheNextConnection() throws Exception {
        try (Lab lab = new Lab();
                ConfigurableApplicationContext gateway = gateway(lab, Lab.CA.resolveSibling("course-like.pem"))) {
            WwepClient client = gateway.getBean(WwepClient.class);
            assertThatThrownBy(() -> client.read(0x0FAC, 0x0B)).isInstanceOf(WwepConnectException.class);

            gateway.getBean(SslBundleRegistry.class).updateBundle("wwep", trusting(Lab.CA));
            client.write(0x0FAC, 0x0B, 0x1234);
            assertThat(lab.register(0x0FAC, 0x0B)).hasValue(0x1234);
        }
    }

    /** As {@code application.properties} has it, but for where this test's server and certificate are. */
    private ConfigurableApplicationContext gateway(Lab lab, Path ca) throws IOException {
        Path trusted = Files.copy(ca, folder.resolve("root.pem"));
        return new SpringApplicationBuilder(Gateway.class)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .run(
                        "--wwep.host=localhost",
                        "--wwep.port=" + lab.tlsPort(),
                        "--spring.ssl.bundle.pem.wwep.reload-on-update=false",
                        "--spring.ssl.bundle.pem.wwep.truststore.certificate=file:" + trusted);
    }

    private static SslBundle trusting(Path ca) {
        return SslBundle.of(new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate("file:" + ca)));
    }
}
