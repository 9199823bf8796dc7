package io.wwep.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ExchangeOutcome;
import io.wwep.client.WwepClient;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepCancelledException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.testing.Answer;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** The health of each client. */
@ExtendWith(WwepServerExtension.class)
class HealthTest {

    private static final String PROBE = "management.health.wwep.probe.enabled=true";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(WwepAutoConfiguration.class, WwepHealthContributorAutoConfiguration.class));

    private ApplicationContextRunner application(WwepTestServer server) {
        return application.withPropertyValues(
                "wwep.clients.plant.host=127.0.0.1", "wwep.clients.plant.port=" + server.port());
    }

    private static Health health(ApplicationContext context) {
        CompositeHealthContributor wwep = context.getBean("wwepHealthContributor", CompositeHealthContributor.class);
        HealthIndicator plant = (HealthIndicator) Objects.requireNonNull(wwep.getContributor("plant"));
        return Objects.requireNonNull(plant.health(true));
    }

    @Test
    void aClientThatWasNotUsedIsUnknownAndStaysUnconnected(WwepTestServer server) {
        application(server).run(context -> {
            context.getBean(WwepClient.class);
            assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(health(context).getDetails())
                    .containsEntry("server", "127.0.0.1:" + server.port())
                    .containsEntry("connected", false);
            assertThat(server.connections()).isZero();
        });
    }

    @Test
    void aClientWhoseServerAnsweredIsUp(WwepTestServer server) {
        application(server).run(context -> {
            context.getBean(WwepClient.class).write(0x0FAC, 5, 1);
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails())
                    .containsEntry("connected", true)
                    .containsKey("lastReply")
                    .doesNotContainKeys("lastFailure", "cause");
        });
    }

    @Test
    void aRefusalIsAnAnswer(WwepTestServer server) {
        server.enqueue(Answer.of(WwepReply.refused()));
        application(server).run(context -> {
            assertThat(context.getBean(WwepClient.class).find(0x0FAC, 5)).isEmpty();
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void aClientWhoseLastExchangeFailedIsDown(WwepTestServer server) {
        application(server).run(context -> {
            WwepClient plant = context.getBean(WwepClient.class);
            plant.write(0x0FAC, 5, 1);
            server.fault(Fault.reset().afterRequest());
            assertThatThrownBy(() -> plant.write(0x0FAC, 5, 2)).isInstanceOf(WwepException.class);

            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context).getDetails()).containsKeys("lastReply", "lastFailure");

            plant.write(0x0FAC, 5, 2);
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void aCancelledFutureIsNotTheCauseOfAFailure() {
        WwepRequest read = WwepRequest.read(0x0FAC, 5);
        ClientActivity activity = new ClientActivity();
        activity.record(read, ExchangeOutcome.LOST, 1);
        activity.failed(read, new WwepProtocolException("reset"));
        activity.record(read, ExchangeOutcome.CANCELLED, 1);
        activity.failed(read, new WwepCancelledException("cancelled", null, Delivery.NOT_SENT));

        assertThat(activity.cause()).isEqualTo("reset");
    }

    @Test
    void theCauseOfAnEarlierFailureIsNotThatOfALaterOne() {
        WwepRequest read = WwepRequest.read(0x0FAC, 5);
        ClientActivity activity = new ClientActivity();
        activity.record(read, ExchangeOutcome.LOST, 1);
        activity.failed(read, new WwepProtocolException("reset"));
        activity.record(read, ExchangeOutcome.TIMED_OUT, 1);

        assertThat(activity.cause()).isNull();
    }

    @Test
    void theEndpointOfTheGatewayCountsAsTheClient(WwepTestServer server) {
        application(server).run(context -> {
            GatewayEndpoint plant = context.getBean(GatewayEndpoint.class);
            context.getBean(Gateway.class)
                    .device("boiler-1", plant, DeviceId.of(0x0FAC))
                    .write(Register.uint16(5), 1);
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails()).containsEntry("connected", true);
        });
    }

    @Test
    void aProbeAsksTheServer(WwepTestServer server) {
        application(server)
                .withPropertyValues(
                        PROBE, "management.health.wwep.probe.device=0FAC", "management.health.wwep.probe.register=0B")
                .run(context -> {
                    context.getBean(WwepClient.class);
                    assertThat(health(context).getStatus()).isEqualTo(Status.UP);
                    assertThat(server.exchanges()).isEqualTo(1);
                    assertThat(server.transcript()).asString().contains("R0FAC0B");
                });
    }

    @Test
    void aProbeSaysWhyTheServerIsDown(WwepTestServer server) {
        server.close();
        application(server).withPropertyValues(PROBE).run(context -> {
            context.getBean(WwepClient.class);
            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context).getDetails().get("cause")).asString().contains("127.0.0.1:" + server.port());
        });
    }

    @Test
    void aProbeIsLimited(WwepTestServer server) {
        server.enqueue(Answer.none());
        application(server)
                .withPropertyValues(PROBE, "management.health.wwep.probe.timeout=50ms")
                .run(context -> {
                    context.getBean(WwepClient.class);
                    Health health = health(context);
                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails().get("cause")).asString().contains("50 ms");
                });
    }

    @Test
    void aProbeCreatesNoClient(WwepTestServer server) {
        application(server).withPropertyValues(PROBE).run(context -> {
            assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(server.connections()).isZero();
        });
    }

    @Test
    void healthCanBeTurnedOff() {
        application
                .withPropertyValues("wwep.clients.plant.host=plant.example", "management.health.wwep.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("wwepHealthContributor"));
    }

    @Test
    void thereIsNoHealthWithoutClients() {
        application.run(context -> assertThat(context).doesNotHaveBean("wwepHealthContributor"));
    }

    @Test
    void theHealthModuleMayBeAbsent() {
        application
                .withClassLoader(new FilteredClassLoader(HealthContributor.class.getPackageName()))
                .withPropertyValues("wwep.clients.plant.host=plant.example")
                .run(context ->
                        assertThat(context).hasSingleBean(WwepClient.class).doesNotHaveBean("wwepHealthContributor"));
    }
}
