package io.wwep.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ReconnectPolicy;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Each property sets what the client's builder has of that name. */
class ClientPropertiesTest {

    private static final WwepClientBuilder DEFAULTS = WwepClient.create("10.0.0.7");

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(WwepAutoConfiguration.class))
            .withPropertyValues("wwep.clients.plant.host=plant.example");

    /** What a property sets: the field of the builder, by name and as text. */
    record Setting(String property, String value, String field, String text) {

        @Override
        public String toString() {
            return property + "=" + value;
        }
    }

    static Stream<Setting> settings() {
        return Stream.of(
                new Setting("host", "other.example", "host", "other.example"),
                new Setting("port", "1234", "port", "1234"),
                new Setting("mode", "one-shot", "mode", "ONE_SHOT"),
                new Setting("deadline", "7s", "deadline", "PT7S"),
                new Setting("lookup-timeout", "700ms", "lookupTimeout", "PT0.7S"),
                new Setting("connect-timeout", "1s", "connectTimeout", "PT1S"),
                new Setting("handshake-timeout", "3s", "handshakeTimeout", "PT3S"),
                new Setting("reply-timeout", "500ms", "replyTimeout", "PT0.5S"),
                new Setting("fallback-address", "10.0.0.8", "fallbackAddress", "/10.0.0.8"),
                new Setting("local-address", "127.0.0.2", "localAddress", "/127.0.0.2"),
                new Setting("traffic-class", "16", "trafficClass", "16"),
                new Setting("resend-unknown-writes", "true", "resendUnknownWrites", "true"),
                new Setting("max-in-flight", "4", "maxInFlight", "4"),
                new Setting("validate-after-idle", "1m", "validateAfterIdle", "PT1M"),
                new Setting("reconnect.await", "true", "awaitReconnect", "true"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aPropertySetsItsFieldOfTheBuilder(Setting setting) {
        application
                .withPropertyValues("wwep.clients.plant." + setting)
                .run(context ->
                        assertThat(builder(context)).extracting(setting.field()).hasToString(setting.text()));
    }

    @Test
    void whatHasNoPropertyKeepsTheDefaultOfTheBuilder() {
        application.run(context -> assertThat(builder(context))
                .usingRecursiveComparison()
                .ignoringFields("host", "recorders", "listeners", "reconnect")
                .isEqualTo(DEFAULTS));
    }

    @Test
    void keepAliveHasTheDefaultsOfTheBuilder() {
        application
                .withPropertyValues("wwep.clients.plant.keep-alive.enabled=true")
                .run(context -> assertThat(builder(context))
                        .extracting("keepAlive")
                        .usingRecursiveComparison()
                        .isEqualTo(keepAlive(DEFAULTS)));
    }

    @Test
    void keepAliveCanBeChanged() {
        application
                .withPropertyValues(
                        "wwep.clients.plant.keep-alive.idle=60s",
                        "wwep.clients.plant.keep-alive.interval=5s",
                        "wwep.clients.plant.keep-alive.probes=7")
                .run(context -> assertThat(builder(context))
                        .extracting("keepAlive")
                        .usingRecursiveComparison()
                        .isEqualTo(keepAlive(WwepClient.create("10.0.0.7")
                                .keepAlive(Duration.ofSeconds(60), Duration.ofSeconds(5), 7))));
    }

    @Test
    void keepAliveCanBeTurnedOff() {
        application
                .withPropertyValues("wwep.clients.plant.keep-alive.enabled=false")
                .run(context ->
                        assertThat(builder(context)).extracting("keepAlive").isNull());
    }

    @Test
    void theDelaysOfReconnectingCanBeChanged() {
        application
                .withPropertyValues(
                        "wwep.clients.plant.reconnect.first-delay=1s", "wwep.clients.plant.reconnect.longest-delay=4s")
                .run(context -> {
                    ReconnectPolicy policy = builder(context).settings().reconnect();
                    assertThat(policy.delayAfter(1)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250));
                    assertThat(policy.delayAfter(20)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
                });
    }

    @Test
    void oneDelayOfReconnectingKeepsTheDefaultOfTheOther() {
        application
                .withPropertyValues("wwep.clients.plant.reconnect.first-delay=1s")
                .run(context -> assertThat(
                                builder(context).settings().reconnect().delayAfter(20))
                        .isBetween(Duration.ofMillis(7500), Duration.ofMillis(12_500)));
        application
                .withPropertyValues("wwep.clients.plant.reconnect.longest-delay=1s")
                .run(context -> assertThat(
                                builder(context).settings().reconnect().delayAfter(1))
                        .isBetween(Duration.ofMillis(75), Duration.ofMillis(125)));
    }

    @Test
    void everyPropertyIsTested() {
        Set<String> tested = settings()
                .map(setting -> setting.property().replaceFirst("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        tested.addAll(List.of("keep-alive", "ssl")); // the tests above, and SslBundleTest

        assertThat(Arrays.stream(WwepProperties.Client.class.getRecordComponents())
                        .map(component ->
                                component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    @Test
    void everyPropertyIsDocumented() throws IOException {
        Path page = Path.of(System.getProperty("wwep.home", ".."), "src-docs/site/howto-spring-boot.adoc");
        List<String> documented = Files.readString(page)
                .lines()
                .filter(line -> line.startsWith("|`"))
                .map(line -> line.replaceFirst("^\\|`([^`]*)`.*", "$1"))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        namesOf(WwepProperties.Client.class, "").toList());
    }

    /** Returns the names of the properties of a record, those of nested records included. */
    private static Stream<String> namesOf(Class<?> type, String prefix) {
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> {
            String name = prefix + kebab(component.getName());
            return component.getType().isRecord() ? namesOf(component.getType(), name + ".") : Stream.of(name);
        });
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Object keepAlive(WwepClientBuilder builder) {
        return assertThat(builder).extracting("keepAlive").actual();
    }

    private static WwepClientBuilder builder(ApplicationContext context) {
        return context.getBean(ConfiguredClients.class).all().get(0).builder();
    }
}
