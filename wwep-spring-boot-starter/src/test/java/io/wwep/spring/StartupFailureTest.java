package io.wwep.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/** Wrong properties end the start, and the report says what to do. */
class StartupFailureTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    WwepAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class,
                    WwepHealthContributorAutoConfiguration.class));

    /** Starts the application and returns the report of its failure. */
    private static FailureAnalysis analyze(ApplicationContextRunner application) {
        List<Environment> environments = new ArrayList<>();
        List<FailureAnalysis> analyses = new ArrayList<>();
        application
                .withInitializer(context -> environments.add(context.getEnvironment()))
                .run(context -> {
                    Throwable failure = context.getStartupFailure();
                    assertThat(failure).as("the startup's failure").isNotNull();
                    analyses.add(new InvalidClientFailureAnalyzer(environments.get(0))
                            .analyze(Objects.requireNonNull(failure)));
                });
        assertThat(analyses).hasSize(1).doesNotContainNull();
        return analyses.get(0);
    }

    @Test
    void springBootFindsTheAnalyzer() {
        List<FailureAnalyzer> found = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(Environment.class, new StandardEnvironment()),
                        (type, name, failure) -> {});
        assertThat(found).hasAtLeastOneElementOfType(InvalidClientFailureAnalyzer.class);
    }

    @Test
    void aMissingHostIsReported() {
        FailureAnalysis analysis = analyze(application.withPropertyValues("wwep.clients.plant.port=27708"));

        assertThat(analysis.getDescription())
                .isEqualTo("The client 'plant' has no server: wwep.clients.plant.host is not set.");
        assertThat(analysis.getAction())
                .isEqualTo("Set wwep.clients.plant.host to the host name or IP address of the server. In a test, a bean"
                        + " of type WwepConnectionDetails can give the address instead.");
    }

    @Test
    void anUnknownBundleIsReportedWithTheNamesOfTheOthers() {
        FailureAnalysis analysis = analyze(application.withPropertyValues(
                "wwep.clients.plant.host=plant.example",
                "wwep.clients.plant.ssl.bundle=plnat",
                "spring.ssl.bundle.pem.plant.truststore.certificate=root.pem"));

        assertThat(analysis.getDescription())
                .startsWith("wwep.clients.plant.ssl.bundle is 'plnat', but there is no SSL bundle of that name.")
                .contains("It is set in: ");
        assertThat(analysis.getAction())
                .isEqualTo("Define the bundle by the properties spring.ssl.bundle.pem.plnat or"
                        + " spring.ssl.bundle.jks.plnat, or use one of these: plant.");
    }

    @Test
    void anUnknownBundleIsReportedIfThereAreNoOthers() {
        FailureAnalysis analysis = analyze(application.withPropertyValues(
                "wwep.clients.plant.host=plant.example", "wwep.clients.plant.ssl.bundle=plant"));

        assertThat(analysis.getAction())
                .isEqualTo("Define the bundle by the properties spring.ssl.bundle.pem.plant or"
                        + " spring.ssl.bundle.jks.plant.");
    }

    @Test
    void anUnusableBundleIsReported() {
        FailureAnalysis analysis = analyze(application.withPropertyValues(
                "wwep.clients.plant.host=plant.example",
                "wwep.clients.plant.ssl.bundle=plant",
                "spring.ssl.bundle.pem.plant.truststore.certificate=file:absent.pem"));

        assertThat(analysis.getDescription())
                .startsWith("The SSL bundle 'plant' of wwep.clients.plant.ssl.bundle cannot be used: ");
        assertThat(analysis.getAction()).isEqualTo("Correct the files or options of the bundle.");
    }

    @Test
    void aBundleWithoutSpringBootsBundlesIsReported() {
        FailureAnalysis analysis = analyze(new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(WwepAutoConfiguration.class))
                .withPropertyValues("wwep.clients.plant.host=plant.example", "wwep.clients.plant.ssl.bundle=plant"));

        assertThat(analysis.getDescription())
                .startsWith("wwep.clients.plant.ssl.bundle is 'plant', but the application has no SSL bundles.");
        assertThat(analysis.getAction())
                .isEqualTo("Do not exclude SslAutoConfiguration, or define a bean of type SslBundles.");
    }

    @Test
    void anExpectedNameWithoutTlsIsReported() {
        FailureAnalysis analysis = analyze(application.withPropertyValues(
                "wwep.clients.plant.host=10.0.0.7", "wwep.clients.plant.ssl.expected-name=wwep.local"));

        assertThat(analysis.getDescription())
                .startsWith("wwep.clients.plant.ssl.expected-name is set, but the client 'plant' does not use TLS.");
        assertThat(analysis.getAction())
                .isEqualTo("Set wwep.clients.plant.ssl.bundle to the SSL bundle to trust, or remove"
                        + " wwep.clients.plant.ssl.expected-name.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            host                   | 10.0.0.7:27708  | '10.0.0.7:27708' is not a host name or an IP address: give the port with port(…)
            port                   | 70000           | port 70000 is out of range: it must be 1 to 65535
            deadline               | 0s              | deadline PT0S is out of range: it must be 1 ms to 1 day
            lookup-timeout         | 2d              | lookup timeout PT48H is out of range: it must be 1 ms to 1 day
            connect-timeout        | 2d              | connect timeout PT48H is out of range: it must be 1 ms to 1 day
            handshake-timeout      | 2d              | handshake timeout PT48H is out of range: it must be 1 ms to 1 day
            reply-timeout          | 2d              | reply timeout PT48H is out of range: it must be 1 ms to 1 day
            fallback-address       | other.example   | fallback address 'other.example' is not an IP address, and a name would need a lookup again
            traffic-class          | 256             | traffic class 256 is out of range: it must be 0 to 255
            max-in-flight          | 0               | max in flight 0 is out of range: it must be 1 to 1024
            validate-after-idle    | 2d              | idle time PT48H is out of range: it must be 1 ms to 1 day
            """)
    void aValueOutOfRangeIsReportedWithItsProperty(String property, String value, String problem) {
        String full = "wwep.clients.plant." + property;
        FailureAnalysis analysis =
                analyze(application.withPropertyValues("wwep.clients.plant.host=plant.example", full + "=" + value));

        assertThat(analysis.getDescription())
                .startsWith("The value of " + full + " is not valid: " + problem + ".")
                .contains("It is set in: ");
        assertThat(analysis.getAction()).isEqualTo("Change " + full + " in the application's configuration.");
    }

    @Test
    void aMisspelledPropertyEndsTheStart() {
        application
                .withPropertyValues("wwep.clients.plant.host=plant.example", "wwep.clients.plant.reply-timout=1s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(UnboundConfigurationPropertiesException.class)
                        .hasMessageContaining("wwep.clients.plant.reply-timout"));
    }

    @Test
    void aMisspelledPropertyOfTheHealthEndsTheStart() {
        application
                .withPropertyValues("wwep.clients.plant.host=plant.example", "management.health.wwep.prob.enabled=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(UnboundConfigurationPropertiesException.class)
                        .hasMessageContaining("management.health.wwep.prob.enabled"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wwep.clients.plant.port=70000", "management.health.wwep.probe.device=8"})
    void propertiesAreCheckedAtTheStartOfALazyApplication(String wrong) {
        FailureAnalysis analysis = analyze(application
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withPropertyValues(
                        "wwep.clients.plant.host=plant.example", "management.health.wwep.probe.enabled=true", wrong));

        assertThat(analysis.getDescription()).contains("is not valid").contains("It is set in: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep-alive.idle=20h", "reconnect.first-delay=-1s"})
    void theReportOfAGroupOfPropertiesSaysWhereOneIsSet(String wrong) {
        FailureAnalysis analysis = analyze(
                application.withPropertyValues("wwep.clients.plant.host=plant.example", "wwep.clients.plant." + wrong));

        assertThat(analysis.getDescription()).contains("It is set in: ");
    }

    @Test
    void delaysOutOfOrderAreReported() {
        FailureAnalysis analysis = analyze(application.withPropertyValues(
                "wwep.clients.plant.host=plant.example",
                "wwep.clients.plant.reconnect.first-delay=2s",
                "wwep.clients.plant.reconnect.longest-delay=1s"));

        assertThat(analysis.getDescription())
                .startsWith("The value of wwep.clients.plant.reconnect is not valid:"
                        + " the first reconnect delay, PT2S, is longer than the longest, PT1S.");
    }

    @Test
    void aFallbackForAnAddressIsReported() {
        FailureAnalysis analysis = analyze(application.withPropertyValues(
                "wwep.clients.plant.host=10.0.0.7", "wwep.clients.plant.fallback-address=10.0.0.8"));

        assertThat(analysis.getDescription())
                .startsWith("The value of wwep.clients.plant.fallback-address is not valid: a fallback address is for"
                        + " a name that cannot be looked up, but 10.0.0.7 is an address itself");
    }

    @Test
    void aNameThatAGatewayDoesNotAcceptIsReported() {
        FailureAnalysis analysis =
                analyze(application.withPropertyValues("wwep.clients[Plant\u00a01].host=plant.example"));

        assertThat(analysis.getDescription()).isEqualTo("'Plant\u00a01' in wwep.clients is not a name for a client.");
        assertThat(analysis.getAction())
                .isEqualTo("Use 1 to 64 lower-case letters, digits, '-' and '_', and begin with a letter or a digit.");
    }

    @Test
    void unusableConnectionDetailsAreReported() {
        FailureAnalysis analysis = analyze(application
                .withBean(WwepConnectionDetails.class, () -> () -> "not a host")
                .withPropertyValues("wwep.clients.plant.mode=auto"));

        assertThat(analysis.getDescription())
                .startsWith("The WwepConnectionDetails of the client 'plant' are not valid: 'not a host' is not");
        assertThat(analysis.getAction()).isEqualTo("Change the WwepConnectionDetails bean that applies to 'plant'.");
    }

    @Test
    @SuppressWarnings("NullAway") // as a mistaken bean may
    void connectionDetailsWithoutAHostAreReported() {
        FailureAnalysis analysis = analyze(application
                .withBean(WwepConnectionDetails.class, () -> () -> null)
                .withPropertyValues("wwep.clients.plant.mode=auto"));

        assertThat(analysis.getDescription())
                .isEqualTo("The WwepConnectionDetails of the client 'plant' are not valid: host() returned null.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            device   | 8   | Use four hexadecimal digits, in quotes if the file is YAML: "0FAC".
            register | 5   | Use two hexadecimal digits, in quotes if the file is YAML: "0B".
            timeout  | 0s  | Use 1ms to 1d.
            """)
    void aWrongProbeIsReported(String property, String value, String action) {
        FailureAnalysis analysis = analyze(application.withPropertyValues(
                "wwep.clients.plant.host=plant.example",
                "management.health.wwep.probe.enabled=true",
                "management.health.wwep.probe." + property + "=" + value));

        assertThat(analysis.getDescription())
                .startsWith("The value of management.health.wwep.probe." + property + " is not valid: ");
        assertThat(analysis.getAction()).isEqualTo(action);
    }
}
