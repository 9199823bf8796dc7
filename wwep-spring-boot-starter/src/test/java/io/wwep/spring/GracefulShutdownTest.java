package io.wwep.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepStatistics;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.GatewayHealth;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.testing.Answer;
import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** What happens to exchanges and the gateway when the application ends. */
@ExtendWith(WwepServerExtension.class)
class GracefulShutdownTest {

    private static final Duration DELAY = Duration.ofMillis(300);

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WwepAutoConfiguration.class));

    private ApplicationContextRunner application(WwepTestServer server) {
        return application.withPropertyValues(
                "wwep.clients.plant.host=127.0.0.1", "wwep.clients.plant.port=" + server.port());
    }

    /** Runs an action when Spring stops its phase. */
    private record Stopped(int phase, Runnable action) implements SmartLifecycle {

        @Override
        public int getPhase() {
            return phase;
        }

        @Override
        public void start() {}

        @Override
        public void stop() {
            action.run();
        }

        @Override
        public boolean isRunning() {
            return true;
        }
    }

    @Test
    void itIsAfterTheWebServerAndBeforeExecutors() {
        assertThat(GracefulShutdown.PHASE)
                .isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
                .isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE)
                .isGreaterThan(new ThreadPoolTaskExecutor().getPhase());
    }

    @Test
    void anExchangeInProgressIsCompletedBeforeTheNextPhase(WwepTestServer server) throws Exception {
        server.put(0x0FAC, 5, 7);
        List<WwepClient> used = new ArrayList<>();
        List<CompletableFuture<Integer>> inProgress = new ArrayList<>();
        List<Integer> inFlightInNextPhase = new ArrayList<>();
        application(server)
                .withBean(
                        Stopped.class,
                        () -> new Stopped(
                                GracefulShutdown.PHASE - 1,
                                () -> inFlightInNextPhase.add(
                                        used.get(0).statistics().inFlight())))
                .run(context -> {
                    used.add(context.getBean(WwepClient.class));
                    server.enqueue(Answer.asUsual().after(DELAY));
                    inProgress.add(used.get(0).readAsync(0x0FAC, 5));
                    assertThat(server.takeRequest(Duration.ofSeconds(10))).isNotNull();
                });

        assertThat(inProgress.get(0).get(10, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(inFlightInNextPhase).containsExactly(0);
    }

    @Test
    void theGatewayIsClosedBeforeTheNextPhase(WwepTestServer server) {
        List<GatewayHealth.Status> inNextPhase = new ArrayList<>();
        List<Gateway> used = new ArrayList<>();
        application(server)
                .withBean(
                        Stopped.class,
                        () -> new Stopped(
                                GracefulShutdown.PHASE - 1,
                                () -> inNextPhase.add(used.get(0).health().status())))
                .run(context -> {
                    context.getBean(GatewayEndpoint.class);
                    used.add(context.getBean(Gateway.class));
                });

        assertThat(inNextPhase).containsExactly(GatewayHealth.Status.DOWN);
    }

    @Test
    void theClientsStayUsableForTasksThatStillRun(WwepTestServer server) {
        List<WwepReply> inNextPhase = new ArrayList<>();
        List<WwepClient> used = new ArrayList<>();
        application(server)
                .withBean(
                        Stopped.class,
                        () -> new Stopped(
                                GracefulShutdown.PHASE - 1,
                                () -> inNextPhase.add(used.get(0)
                                        .exchangeAsync(WwepRequest.write(0x0FAC, 5, 1))
                                        .join())))
                .run(context -> used.add(context.getBean(WwepClient.class)));

        assertThat(inNextPhase).hasSize(1);
    }

    @Test
    @SuppressWarnings("NullAway") // as mocks do
    void theMockOfATestDelaysNoShutdown() {
        List<Supplier<WwepStatistics>> mock = new ArrayList<>();
        mock.add(() -> null);

        assertThat(GracefulShutdown.removeIdle(mock)).isTrue();
    }

    @Test
    void aStoppedContextCanBeStartedAgain(WwepTestServer server) {
        application(server).run(context -> {
            WwepClient plant = context.getBean(WwepClient.class);
            Gateway gateway = context.getBean(Gateway.class);
            context.getSourceApplicationContext().stop();
            context.getSourceApplicationContext().start();

            plant.write(0x0FAC, 5, 1);
            assertThat(gateway.health().status()).isEqualTo(GatewayHealth.Status.UP);
        });
    }

    @Test
    void nothingIsCreatedOnlyToBeClosed(WwepTestServer server) {
        List<String> created = new ArrayList<>();
        application(server)
                .withBean(WwepClientBuilderCustomizer.class, () -> (name, builder) -> created.add(name))
                .withBean(GatewayBuilderCustomizer.class, () -> builder -> created.add("gateway"))
                .run(context -> {});

        assertThat(created).isEmpty();
    }
}
