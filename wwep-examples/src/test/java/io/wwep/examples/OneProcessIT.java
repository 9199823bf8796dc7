package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.Mosquitto;
import io.wwep.check.Program;
import io.wwep.check.RedisServer;
import io.wwep.client.WwepClient;
import io.wwep.pki.IssuedCertificate;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged programs share one Netty: for MQTT over TLS, for Redis, and in one process. */
class OneProcessIT {

    private static final Path JAR = Checkout.ROOT.resolve("wwep-examples/target/wwep-examples.jar");
    private static final Path TESTS = Path.of("target/test-classes").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void aServerOnRedisAndAGatewayToMqttOverTlsWorkInOneProcess() throws Exception {
        IssuedCertificate authority = IssuedCertificate.authority("Broker root");
        Path ca = authority.chainFile(folder);
        try (RedisServer redis = new RedisServer();
                Mosquitto broker = broker(authority, ca);
                Program subscriber = broker.subscribe("wwep/#")) {
            Path configuration = Files.writeString(folder.resolve("gateway.yaml"), configuration(broker.port(), ca));
            try (Program both = start(redis.uri().toString(), configuration.toString())) {
                String listening = both.nextLine();
                assertThat(listening).matches("listening on 127\\.0\\.0\\.1:\\d+");
                assertThat(both.nextLine()).startsWith("publishes to mqtts://localhost:" + broker.port());
                await(subscriber, "wwep/bridge/state online");

                int port = Integer.parseInt(listening.replaceFirst(".*:", ""));
                try (WwepClient client =
                        WwepClient.create("127.0.0.1").port(port).build()) {
                    client.write(0x0FAC, 0x0B, 1234);
                    assertThat(redis.cli("HGET", "wwep:0FAC", "0B")).isEqualTo("04D2");
                    await(subscriber, "wwep/boiler-1/level 1234");

                    broker.publish("wwep/boiler-1/level/set", "5678");
                    await(subscriber, "wwep/boiler-1/level 5678");
                    assertThat(redis.cli("HGET", "wwep:0FAC", "0B")).isEqualTo("162E");
                    assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(5678);
                }
            }
        }
    }

    @Test
    void theJarHasOneNettyOfOneVersion() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> files = jar.stream().map(ZipEntry::getName).toList();
            assertThat(files).filteredOn(name -> !name.endsWith("/")).doesNotHaveDuplicates();
            assertThat(files)
                    .filteredOn(name -> name.endsWith("/netty/channel/ChannelPipeline.class"))
                    .as("no copy in another package")
                    .containsExactly("io/netty/channel/ChannelPipeline.class");

            Properties versions = new Properties();
            try (InputStream lines = jar.getInputStream(jar.getEntry("META-INF/io.netty.versions.properties"))) {
                versions.load(lines);
            }
            assertThat(versions)
                    .containsKeys("netty-common.version", "netty-handler.version", "netty-codec-base.version");
            assertThat(versions.stringPropertyNames().stream()
                            .filter(name -> name.endsWith(".version"))
                            .map(versions::getProperty)
                            .distinct())
                    .hasSize(1);
        }
    }

    private static String configuration(int brokerPort, Path ca) {
        return """
            mqtt: {url: 'mqtts://localhost:%d', ca: '%s'}
            outbox: outbox.db
            profiles:
              boiler:
                level: {register: 0B, type: uint16, every: 100ms, writable: true}
            endpoints:
              plant: {host: 127.0.0.1, port: PORT}
            devices:
              boiler-1: {endpoint: plant, device: 0FAC, profile: boiler}
            """.formatted(brokerPort, ca);
    }

    private Mosquitto broker(IssuedCertificate authority, Path ca) throws IOException {
        IssuedCertificate certificate =
                IssuedCertificate.named("broker").names("localhost").issuedBy(authority);
        return Mosquitto.overTls(certificate.chainFile(folder), certificate.keyFile(folder), ca);
    }

    /** Starts the packaged programs; only what starts them comes from the tests. */
    private Program start(String store, String configuration) throws IOException {
        return Program.start(
                folder,
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        JAR + File.pathSeparator + TESTS,
                        ServerAndGateway.class.getName(),
                        store,
                        configuration));
    }

    private static void await(Program subscriber, String message) {
        String line;
        do {
            line = subscriber.nextLine();
        } while (!line.equals(message));
    }
}
