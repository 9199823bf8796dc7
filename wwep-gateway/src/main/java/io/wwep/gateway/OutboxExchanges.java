package io.wwep.gateway;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientSettings;
import io.wwep.protocol.DeviceId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The exchanges with the server of an endpoint, as the outbox needs them. Thread-safe. */
interface OutboxExchanges {

    /** Writes to send at once to a server that keeps connections open: the client pipelines them. */
    int MANY = 64;

    /** Writes to send at once to other servers: calls of the application must not queue behind more of them. */
    int FEW = 2;

    /** Returns the number of writes to send at once. */
    int limit();

    CompletableFuture<Integer> read(DeviceId device, int register, Duration deadline);

    CompletableFuture<Void> write(DeviceId device, int register, int value, Duration deadline);

    /** Called when registers have new contents. */
    void written(DeviceId device, int register, int count);

    /** Returns the exchanges of a client. */
    static OutboxExchanges of(WwepClient client, WwepClientSettings settings, PolledEndpoint polled) {
        return new OutboxExchanges() {

            @Override
            public int limit() {
                boolean keepsConnections = settings.mode() != ConnectionMode.ONE_SHOT
                        && client.statistics().behavior() == ConnectionBehavior.KEEP_ALIVE;
                return keepsConnections ? MANY : FEW;
            }

            @Override
            public CompletableFuture<Integer> read(DeviceId device, int register, Duration deadline) {
                return client.device(device).within(deadline).readAsync(register);
            }

            @Override
            public CompletableFuture<Void> write(DeviceId device, int register, int value, Duration deadline) {
                return client.device(device).within(deadline).writeAsync(register, value);
            }

            @Override
            public void written(DeviceId device, int register, int count) {
                polled.pollNow(device, register, count);
            }
        };
    }
}
