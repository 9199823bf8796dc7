package io.wwep.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wwep.client.WwepClient;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.metrics.WwepMetrics;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The meters of clients and of the gateway's endpoints. */
@ExtendWith(WwepServerExtension.class)
class MetricsTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    WwepMetricsAutoConfiguration.class,
                    WwepAutoConfiguration.class));

    private ApplicationContextRunner application(WwepTestServer server) {
        return application.withPropertyValues(
                "wwep.clients.plant.host=127.0.0.1", "wwep.clients.plant.port=" + server.port());
    }

    @Test
    void theExchangesOfAClientAreTimed(WwepTestServer server) {
        application(server).run(context -> {
            context.getBean(WwepClient.class).write(0x0FAC, 5, 1);
            assertThat(context.getBean(MeterRegistry.class)
                            .get("wwep.client.exchange")
                            .tags("client", "plant", "command", "write", "outcome", "accepted")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void theExchangesOfAnEndpointAreTimed(WwepTestServer server) {
        application(server).run(context -> {
            GatewayEndpoint plant = context.getBean(GatewayEndpoint.class);
            context.getBean(Gateway.class)
                    .device("boiler-1", plant, DeviceId.of(0x0FAC))
                    .write(Register.uint16(5), 1);
            assertThat(context.getBean(MeterRegistry.class)
                            .get("wwep.client.exchange")
                            .tag("client", "plant")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void aClientAndAnEndpointOfOneNameCanBothBeUsedInAnyOrder() {
        ApplicationContextRunner plant = application.withPropertyValues("wwep.clients.plant.host=plant.example");
        plant.run(context -> {
            assertThat(context.getBean(WwepClient.class).isConnected()).isFalse();
            assertThat(context.getBean(GatewayEndpoint.class).name()).isEqualTo("plant");
        });
        plant.run(context -> {
            assertThat(context.getBean(GatewayEndpoint.class).name()).isEqualTo("plant");
            assertThat(context.getBean(WwepClient.class).isConnected()).isFalse();
        });
    }

    @Test
    void theApplicationsOwnMetricsReplaceTheAutoConfiguredOnes(WwepTestServer server) {
        application(server)
                .withBean(WwepMetrics.class, () -> new WwepMetrics(Tags.of("site", "north")))
                .run(context -> {
                    context.getBean(WwepClient.class).write(0x0FAC, 5, 1);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("wwep.client.exchange")
                                    .tag("site", "north")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void withoutARegistryThereAreNoMeters() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(WwepMetricsAutoConfiguration.class, WwepAutoConfiguration.class))
                .withPropertyValues("wwep.clients.plant.host=plant.example")
                .run(context ->
                        assertThat(context).hasSingleBean(WwepClient.class).doesNotHaveBean(WwepMetrics.class));
    }

    @Test
    void micrometerMayBeAbsent() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(WwepMetricsAutoConfiguration.class, WwepAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .withPropertyValues("wwep.clients.plant.host=plant.example")
                .run(context -> assertThat(context)
                        .hasSingleBean(WwepClient.class)
                        .hasSingleBean(Gateway.class)
                        .doesNotHaveBean("wwepMetrics"));
    }
}
