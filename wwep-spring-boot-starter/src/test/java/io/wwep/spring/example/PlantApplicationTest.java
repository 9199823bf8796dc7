package io.wwep.spring.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.pki.IssuedCertificate;
import io.wwep.server.WwepServer;
import io.wwep.tls.TlsIdentity;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole application of one class and eight lines of properties. */
class PlantApplicationTest {

    @TempDir
    private Path folder;

    private WwepServer plant;
    private ConfigurableApplicationContext application;

    @BeforeEach
    void start() throws IOException {
        IssuedCertificate root = IssuedCertificate.authority("Root");
        IssuedCertificate server =
                IssuedCertificate.named("plant").names("wwep.local").issuedBy(root);
        Path trusted = Files.writeString(folder.resolve("root.pem"), root.certificatePem());
        plant = WwepServer.create()
                .tls(0, TlsIdentity.of(server.chainFile(folder), server.keyFile(folder)))
                .start();
        // What differs from one machine to another; all else is in the file.
        application = new SpringApplicationBuilder(PlantApplication.class)
                .registerShutdownHook(false)
                .run(
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--wwep.clients.plant.host=127.0.0.1",
                        "--wwep.clients.plant.port=" + plant.tlsPort(),
                        "--wwep.clients.plant.reply-timeout=20s",
                        "--spring.ssl.bundle.pem.plant.truststore.certificate=file:" + trusted);
    }

    @AfterEach
    void stop() {
        application.close();
        plant.close();
    }

    private String http(String method, String path) throws IOException {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Connection", "close");
        try (var body = connection.getInputStream()) {
            return connection.getResponseCode() + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void eightLinesOfPropertiesAreEnough() throws IOException {
        try (var file = PlantApplication.class.getResourceAsStream("/application.properties")) {
            assertThat(file).isNotNull();
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .hasSize(8);
        }
        assertThat(http("PUT", "/lamp/1")).isEqualTo("200 ");
        plant.close(); // it counts an exchange after its reply
        assertThat(plant.statistics().exchanges()).isEqualTo(1);
    }

    @Test
    void healthIsReadOverHttp() throws IOException {
        http("PUT", "/lamp/1");

        assertThat(http("GET", "/actuator/health"))
                .startsWith("200 {")
                .contains("\"wwep\":{\"components\":{\"plant\":{\"details\":{\"server\":\"127.0.0.1:" + plant.tlsPort()
                        + "\",\"connected\":true,\"lastReply\":")
                .endsWith("\"status\":\"UP\"}");
        assertThat(http("GET", "/actuator/health/wwep/plant"))
                .startsWith("200 {")
                .endsWith("\"status\":\"UP\"}");
    }

    @Test
    void metricsAreReadOverHttp() throws IOException {
        http("PUT", "/lamp/1");

        assertThat(http("GET", "/actuator/metrics/wwep.client.exchange?tag=client:plant&tag=outcome:accepted"))
                .startsWith("200 {")
                .contains("{\"statistic\":\"COUNT\",\"value\":1.0}")
                .endsWith("\"name\":\"wwep.client.exchange\"}");
    }
}
