package io.wwep.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ExchangeRecorder;
import io.wwep.client.WwepClient;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.GatewayObserver;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Which beans there are, and when they are created. */
@ExtendWith(WwepServerExtension.class)
class ClientBeansTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WwepAutoConfiguration.class));

    /** Uses the only client. */
    record Lamp(WwepClient client) {}

    /** Uses two clients. */
    record Both(
            @Qualifier("plant") WwepClient plant,
            @Qualifier("boiler-room") WwepClient boilerRoom) {}

    /** Uses the gateway and its only endpoint. */
    record Boiler(Gateway gateway, GatewayEndpoint endpoint) {}

    @Test
    void aSingleClientIsInjectedWithoutAQualifier(WwepTestServer server) {
        application
                .withBean(Lamp.class)
                .withPropertyValues("wwep.clients.plant.host=127.0.0.1", "wwep.clients.plant.port=" + server.port())
                .run(context -> {
                    context.getBean(Lamp.class).client().write(0x0FAC, 5, 1);
                    assertThat(server.find(0x0FAC, 5)).hasValue(1);
                });
    }

    @Test
    void severalClientsAreInjectedByTheirNames() {
        application
                .withBean(Both.class)
                .withPropertyValues(
                        "wwep.clients.plant.host=plant.example", "wwep.clients.boiler-room.host=boiler.example")
                .run(context -> {
                    assertThat(context.getBean(Both.class).plant()).hasToString("WwepClient of plant.example:27708");
                    assertThat(context.getBean(Both.class).boilerRoom())
                            .hasToString("WwepClient of boiler.example:27708");
                });
    }

    @Test
    void anEnvironmentVariableSetsAPropertyOfAClientWithADashInItsName() {
        Map<String, Object> variables = Map.of("WWEP_CLIENTS_BOILERROOM_PORT", "1234");
        application
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
                .withPropertyValues("wwep.clients.boiler-room.host=boiler.example")
                .run(context -> {
                    assertThat(context).getBeanNames(WwepClient.class).containsExactly("boiler-roomWwepClient");
                    assertThat(context.getBean(WwepClient.class)).hasToString("WwepClient of boiler.example:1234");
                });
    }

    @Test
    void theEndpointOfANameBelongsToTheGateway(WwepTestServer server) {
        server.put(0x0FAC, 5, 7);
        application
                .withBean(Boiler.class)
                .withPropertyValues("wwep.clients.plant.host=127.0.0.1", "wwep.clients.plant.port=" + server.port())
                .run(context -> {
                    Boiler boiler = context.getBean(Boiler.class);
                    assertThat(boiler.gateway().endpoints()).containsExactly(boiler.endpoint());
                    assertThat(boiler.gateway()
                                    .device("boiler-1", boiler.endpoint(), DeviceId.of(0x0FAC))
                                    .read(Register.uint16(5)))
                            .isEqualTo(7);
                });
    }

    @Test
    void nothingIsCreatedBeforeItIsInjected() {
        application.withPropertyValues("wwep.clients.plant.host=plant.example").run(context -> {
            ConfigurableListableBeanFactory beans = context.getBeanFactory();
            assertThat(beans.containsSingleton("plantWwepClient")).isFalse();
            assertThat(beans.containsSingleton("plantGatewayEndpoint")).isFalse();
            assertThat(beans.containsSingleton("wwepGateway")).isFalse();
        });
    }

    @Test
    void withoutPropertiesThereIsOnlyAGateway() {
        application.run(context -> {
            assertThat(context).doesNotHaveBean(WwepClient.class);
            assertThat(context).doesNotHaveBean(GatewayEndpoint.class);
            assertThat(context).hasSingleBean(Gateway.class);
        });
    }

    @Test
    void theClientIsClosedWithItsContext(WwepTestServer server) {
        List<WwepClient> used = new ArrayList<>();
        application
                .withPropertyValues("wwep.clients.plant.host=127.0.0.1", "wwep.clients.plant.port=" + server.port())
                .run(context -> {
                    used.add(context.getBean(WwepClient.class));
                    used.get(0).write(0x0FAC, 5, 1);
                });
        assertThatThrownBy(() -> used.get(0).write(0x0FAC, 5, 1))
                .isInstanceOf(WwepConnectionLostException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void theApplicationsOwnGatewayReplacesTheAutoConfiguredOne() {
        application
                .withBean("own", Gateway.class, () -> Gateway.create().build())
                .run(context -> assertThat(context).hasSingleBean(Gateway.class).hasBean("own"));
    }

    @Test
    void aCustomizerChangesTheSettingsOfAClientAndOfAnEndpoint() {
        List<String> customized = new ArrayList<>();
        application
                .withBean(WwepClientBuilderCustomizer.class, () -> (name, builder) -> {
                    customized.add(name);
                    builder.port(1234);
                })
                .withPropertyValues("wwep.clients.plant.host=plant.example", "wwep.clients.plant.port=99")
                .run(context -> {
                    assertThat(customized).isEmpty();
                    assertThat(context.getBean(WwepClient.class)).hasToString("WwepClient of plant.example:1234");
                    assertThat(context.getBean(GatewayEndpoint.class).server()).isEqualTo("plant.example:1234");
                    assertThat(customized).containsExactly("plant", "plant");
                });
    }

    @Test
    void observersAndCustomizersReachTheGateway() {
        List<String> seen = new ArrayList<>();
        application
                .withBean(GatewayObserver.class, () -> new GatewayObserver() {
                    @Override
                    public Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
                        seen.add("added " + endpoint.name());
                        return Optional.empty();
                    }
                })
                .withBean(GatewayBuilderCustomizer.class, () -> builder -> seen.add("customized"))
                .withPropertyValues("wwep.clients.plant.host=plant.example")
                .run(context -> {
                    context.getBean(GatewayEndpoint.class);
                    assertThat(seen).containsExactly("customized", "added plant");
                });
    }

    @Test
    void connectionDetailsReplaceTheAddressAndTlsButNothingElse() {
        application
                .withBean(WwepConnectionDetails.class, () -> () -> "container.example")
                .withPropertyValues(
                        "wwep.clients.plant.host=plant.example",
                        "wwep.clients.plant.port=99",
                        "wwep.clients.plant.ssl.bundle=missing",
                        "wwep.clients.plant.reply-timeout=3s")
                .run(context -> assertThat(context.getBean(ConfiguredClients.class)
                                .all()
                                .get(0)
                                .builder()
                                .settings())
                        .hasFieldOrPropertyWithValue("server", "container.example:27708")
                        .hasFieldOrPropertyWithValue("replyTimeout", Duration.ofSeconds(3)));
    }

    /** Has the address of one client. */
    @Configuration(proxyBeanMethods = false)
    static class BoilerDetails {

        @Bean
        WwepConnectionDetails boilerAddress() {
            return new WwepConnectionDetails() {
                @Override
                public boolean appliesTo(String client) {
                    return client.equals("boiler-room");
                }

                @Override
                public String host() {
                    return "container.example";
                }

                @Override
                public int port() {
                    return 5678;
                }
            };
        }
    }

    @Test
    void connectionDetailsMayApplyToOneClientOnly() {
        application
                .withUserConfiguration(BoilerDetails.class)
                .withPropertyValues("wwep.clients.plant.host=plant.example", "wwep.clients.boiler-room.mode=persistent")
                .run(context -> assertThat(
                                context.getBean(ConfiguredClients.class).all())
                        .extracting(ConfiguredClient::server)
                        .containsExactlyInAnyOrder("plant.example:27708", "container.example:5678"));
    }
}
