package io.wwep.spring;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepStatistics;
import io.wwep.gateway.Gateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Completes the exchanges in progress when the application ends, and then closes the gateway, so that its watches do not call beans
 * that have been destroyed. The clients stay usable for tasks that are still running; Spring closes them with the other beans.
 *
 * <p>An exchange ends by its deadline, and Spring waits for the whole phase no longer than {@code
 * spring.lifecycle.timeout-per-shutdown-phase}.
 */
final class GracefulShutdown implements SmartLifecycle, ApplicationListener<ContextClosedEvent>, DisposableBean {

    /** After the web server, which stops by 2048 below the default, and before executors, which stop at half the maximum. */
    static final int PHASE = DEFAULT_PHASE - 3072;

    private static final long INTERVAL = Duration.ofMillis(5).toNanos();

    private final ApplicationContext context;
    private final ConfigurableListableBeanFactory beans;
    private volatile boolean running;
    private volatile boolean closing;
    private volatile boolean destroyed;

    GracefulShutdown(ApplicationContext context, ConfigurableListableBeanFactory beans) {
        this.context = context;
        this.beans = beans;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void start() {
        running = true;
    }

    /** Notes that the application ends: a context that is only stopped may be started again, and needs its gateway then. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        closing |= event.getApplicationContext() == context;
    }

    @Override
    public void stop() {
        awaitExchanges();
        if (closing) {
            created(Gateway.class).forEach(Gateway::close);
        }
        running = false;
    }

    /** Returns at once, so that the other beans of the phase stop at the same time, and within the limit of the phase. */
    @Override
    public void stop(Runnable callback) {
        Thread thread = new Thread(
                () -> {
                    try {
                        stop();
                    } finally {
                        callback.run();
                    }
                },
                "wwep-shutdown");
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops waiting, since the clients are closed now. */
    @Override
    public void destroy() {
        destroyed = true;
    }

    /** Waits until each client has been seen without an exchange. */
    private void awaitExchanges() {
        List<Supplier<WwepStatistics>> busy = new ArrayList<>();
        created(WwepClient.class).forEach(client -> busy.add(client::statistics));
        created(Gateway.class)
                .flatMap(gateway -> gateway.endpoints().stream())
                .forEach(endpoint -> busy.add(endpoint::statistics));
        while (!destroyed && !removeIdle(busy)) {
            LockSupport.parkNanos(INTERVAL);
        }
    }

    /** Removes the clients without an exchange, and returns whether no client is left. */
    static boolean removeIdle(List<Supplier<WwepStatistics>> clients) {
        clients.removeIf(client -> {
            WwepStatistics now = client.get();
            // A mock in place of the client may return null.
            return now == null || (now.inFlight() == 0 && now.queued() == 0);
        });
        return clients.isEmpty();
    }

    /** Returns the beans of a type that exist, without creating lazy ones. */
    private <T> Stream<T> created(Class<T> type) {
        return Stream.of(beans.getBeanNamesForType(type, false, false))
                .filter(beans::containsSingleton)
                .map(name -> beans.getBean(name, type));
    }
}
