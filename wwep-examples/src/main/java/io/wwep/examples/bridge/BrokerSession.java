package io.wwep.examples.bridge;

import io.wwep.tls.TlsMaterialException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the broker, and publishes what is {@link Outgoing} over it. On each new connection it subscribes first, then
 * publishes all that is current, and the state {@code online} last: whoever reads that can rely on the rest.
 *
 * <p>All state is confined to one thread, on which nothing blocks. The public methods may be called by any thread.
 */
final class BrokerSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.bridge");

    /** Limits the messages on the way; the rest stays in {@link Outgoing}, where newer ones replace them. */
    private static final int MAX_IN_FLIGHT = 64;

    /** How long retained messages may take to arrive after subscribing, before the subscription is no longer needed. */
    private static final long RETAINED_SECONDS = 5;

    private static final long CLOSE_SECONDS = 2;

    /** Receives what subscriptions bring. */
    interface Inbox {

        /** On a thread of the MQTT client, which must not be blocked. */
        void received(Received message);
    }

    private final BrokerSettings broker;
    private final ReconnectPolicy reconnects;
    private final Topics topics;
    private final Outgoing outgoing;
    private final Inbox inbox;
    private final LimitedLog log;
    private final BridgeMeters meters;
    private final @Nullable String retainedFilter;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean isPumpDue = new AtomicBoolean();
    private volatile String status;
    private volatile boolean isConnected;
    private volatile boolean isClosing;

    // Confined to the thread:
    private @Nullable BrokerConnection connection;
    private @Nullable ScheduledFuture<?> retry;
    private @Nullable CompletableFuture<Void> closing;
    private long generation;
    private int inFlight;
    private long connectedAt;
    private boolean isReady;
    private boolean hasReadRetained;

    /**
     * Creates a session, which does not connect yet.
     *
     * @param retainedFilter a filter whose retained messages to read once, or null
     */
    BrokerSession(
            BrokerSettings broker,
            Timing timing,
            Topics topics,
            Outgoing outgoing,
            Inbox inbox,
            LimitedLog log,
            BridgeMeters meters,
            @Nullable String retainedFilter) {
        this.broker = broker;
        this.reconnects = new ReconnectPolicy(broker, timing);
        this.topics = topics;
        this.outgoing = outgoing;
        this.inbox = inbox;
        this.log = log;
        this.meters = meters;
        this.retainedFilter = retainedFilter;
        this.status = "not connected yet to " + broker.broker();
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "wwep-bridge");
            made.setDaemon(true);
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    // ---- on any thread ----

    void start() {
        outgoing.put(Message.retained(topics.bridgeState(), Topics.ONLINE));
        run(this::connect);
    }

    /** Publishes a retained message, now or when the broker is back. */
    void put(Message message) {
        outgoing.put(message);
        pumpSoon();
    }

    /** Stops publishing a retained topic; the broker keeps what it has. */
    void remove(String topic) {
        outgoing.remove(topic);
    }

    /** Publishes a message once, now or when the broker is back. */
    void add(Message message) {
        if (!outgoing.add(message)) {
            log.warn(
                    LimitedLog.Kind.LOST_RESULT,
                    "more than " + Outgoing.MAX_ONCE
                            + " results of commands wait for the broker: the oldest was dropped");
        }
        pumpSoon();
    }

    /** {@return whether the broker has accepted the connection} */
    boolean isConnected() {
        return isConnected;
    }

    /** {@return the state of the connection, with the reason if there is none} */
    String status() {
        return status;
    }

    /** Publishes what waits, and that the bridge is offline, and disconnects; gives up after 2 s. */
    @Override
    public void close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        isClosing = true;
        run(() -> close(done));
        try {
            done.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the broker did not confirm the end of the session; it publishes the will");
        }
        thread.shutdownNow();
    }

    private void run(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("an internal error of the bridge", e);
                }
            });
        } catch (RejectedExecutionException e) {
            // The session is closed.
        }
    }

    private void pumpSoon() {
        if (isPumpDue.compareAndSet(false, true)) {
            run(this::pump);
        }
    }

    // ---- on the session's thread ----

    private void connect() {
        if (closing != null) {
            return;
        }
        long current = ++generation;
        status = "connecting to " + broker.broker();
        try {
            BrokerConnection opening = broker.connection(new Events(current));
            connection = opening;
            CompletableFuture<Void> opened = opening.connect();
            var unused = opened.thenCompose(
                    open -> isClosing ? opening.disconnect() : CompletableFuture.completedFuture(null));
            whenDone(opened, current, () -> connected(opening), problem -> lost(Loss.of(problem)));
        } catch (IOException | TlsMaterialException e) {
            lost(Loss.of(e));
        }
    }

    /** Events of a connection; those of one that was given up are ignored. */
    private final class Events implements BrokerConnection.Listener {

        private final long of;

        private Events(long of) {
            this.of = of;
        }

        @Override
        public void received(Received message) {
            inbox.received(message);
        }

        @Override
        public void lost(Loss loss) {
            run(() -> {
                if (of == generation) {
                    BrokerSession.this.lost(loss);
                }
            });
        }
    }

    private interface Failed {
        void with(Throwable problem);
    }

    /** Continues on the session's thread, unless the connection is no longer the current one. */
    private void whenDone(CompletableFuture<Void> future, long of, Runnable then, Failed otherwise) {
        var unused = future.whenComplete((done, problem) -> run(() -> {
            if (of != generation) {
                return;
            }
            if (problem == null) {
                then.run();
            } else {
                otherwise.with(problem);
            }
        }));
    }

    private void connected(BrokerConnection accepted) {
        connectedAt = System.nanoTime();
        isConnected = true;
        isReady = false;
        status = "connected to " + broker.broker();
        meters.connected();
        LOG.info("connected to {} as '{}'", broker.broker(), broker.clientId());
        long current = generation;
        String filter = topics.allCommands();
        whenDone(accepted.subscribe(filter), current, () -> ready(accepted), problem -> {
            LOG.error(
                    "the broker does not let '{}' subscribe to {}: {}; registers are published, but commands do not arrive",
                    broker.clientId(),
                    filter,
                    Loss.of(problem).cause());
            ready(accepted);
        });
    }

    private void ready(BrokerConnection accepted) {
        isReady = true;
        outgoing.everythingAgain(topics.bridgeState());
        pump();
        if (retainedFilter != null && !hasReadRetained) {
            long current = generation;
            whenDone(
                    accepted.subscribe(retainedFilter),
                    current,
                    () -> readRetainedLater(accepted, current),
                    problem -> LOG.warn(
                            "the broker does not let '{}' subscribe to {}: {}; entities that left the configuration stay in"
                                    + " Home Assistant",
                            broker.clientId(),
                            retainedFilter,
                            Loss.of(problem).cause()));
        }
    }

    private void readRetained(BrokerConnection of, long current) {
        if (current == generation && retainedFilter != null) {
            hasReadRetained = true;
            whenDone(of.unsubscribe(retainedFilter), current, () -> {}, problem -> {});
        }
    }

    private void pump() {
        isPumpDue.set(false);
        BrokerConnection open = connection;
        if (open == null || !isReady) {
            return;
        }
        long current = generation;
        while (inFlight < MAX_IN_FLIGHT) {
            Message next = outgoing.next();
            if (next == null) {
                break;
            }
            inFlight++;
            var unused = open.publish(next)
                    .whenComplete((done, problem) -> run(() -> {
                        if (current == generation) {
                            published(next, problem);
                        } else if (problem != null) {
                            outgoing.again(next);
                        }
                    }));
        }
        if (inFlight == 0 && closing != null) {
            disconnect(open);
        }
    }

    private void published(Message message, @Nullable Throwable problem) {
        inFlight--;
        if (problem == null) {
            meters.published();
        } else if (Loss.isRefusal(problem)) {
            log.warn(
                    LimitedLog.Kind.REFUSED_MESSAGE,
                    "the broker refused a message to " + message.topic() + ": "
                            + Loss.of(problem).cause());
        } else {
            outgoing.again(message); // the connection has just ended
            return;
        }
        pump();
    }

    private void lost(Loss loss) {
        boolean wasConnected = isConnected;
        Duration lasted = Duration.ofNanos(System.nanoTime() - connectedAt);
        forgetConnection();
        CompletableFuture<Void> end = closing;
        if (end != null) {
            end.complete(null);
            return;
        }
        ReconnectPolicy.Next next = reconnects.after(loss, wasConnected, lasted);
        String attempt = "; next attempt in " + seconds(next.pause()) + " s";
        if (next.alarm().isPresent()) {
            status = next.alarm().get() + attempt;
            LOG.error("{}", status);
        } else {
            status = "no connection to " + broker.broker() + ": " + loss.cause() + attempt;
            LOG.warn("{}", status);
        }
        retry = schedule(this::connect, next.pause().toMillis());
    }

    private void forgetConnection() {
        generation++;
        BrokerConnection given = connection;
        if (given != null) {
            given.release();
        }
        connection = null;
        isConnected = false;
        isReady = false;
        inFlight = 0;
        meters.disconnected();
    }

    private static String seconds(Duration pause) {
        return String.valueOf(Math.max(1, (pause.toMillis() + 500) / 1000));
    }

    private void readRetainedLater(BrokerConnection of, long current) {
        var unused = schedule(() -> readRetained(of, current), TimeUnit.SECONDS.toMillis(RETAINED_SECONDS));
    }

    private ScheduledFuture<?> schedule(Runnable task, long millis) {
        return thread.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
    }

    private void close(CompletableFuture<Void> done) {
        closing = done;
        ScheduledFuture<?> waiting = retry;
        if (waiting != null) {
            waiting.cancel(false);
        }
        BrokerConnection open = connection;
        if (open == null || !isConnected) {
            forgetConnection(); // one that is still being opened is closed as soon as it is open
            status = "closed";
            done.complete(null);
            return;
        }
        outgoing.put(Message.retained(topics.bridgeState(), Topics.OFFLINE));
        pump();
    }

    private void disconnect(BrokerConnection open) {
        CompletableFuture<Void> end = closing;
        forgetConnection();
        status = "closed";
        var unused = open.disconnect().whenComplete((done, problem) -> {
            if (end != null) {
                end.complete(null);
            }
        });
    }
}
