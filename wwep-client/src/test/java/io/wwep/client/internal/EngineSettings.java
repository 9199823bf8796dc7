package io.wwep.client.internal;

import io.wwep.client.internal.Settings.Address;
import io.wwep.client.internal.Settings.Limits;
import io.wwep.client.internal.Settings.Reconnecting;
import io.wwep.client.internal.Settings.Sending;
import io.wwep.client.internal.Settings.Sockets;
import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Settings for tests of the engine's parts. */
final class EngineSettings {

    static final Duration DEADLINE = Duration.ofSeconds(20);

    static final Duration REPLY_TIMEOUT = Duration.ofSeconds(5);

    static final int MAX_IN_FLIGHT = 64;

    private EngineSettings() {}

    /** Returns settings for parts that do not dial. */
    static Settings usual() {
        return with(new Resources(Thread::new));
    }

    static Settings with(Resources resources) {
        return with(false, resources);
    }

    static Settings with(boolean resendUnknownWrites) {
        return with(resendUnknownWrites, new Resources(Thread::new));
    }

    private static Settings with(boolean resendUnknownWrites, Resources resources) {
        return new Settings(
                new Address("server", 27708, null, host -> new InetAddress[0]),
                new Limits(DEADLINE, DEADLINE, DEADLINE, DEADLINE, REPLY_TIMEOUT),
                new Sockets(null, null, -1, null, null),
                null,
                new Sending(MAX_IN_FLIGHT, resendUnknownWrites, null),
                new Reconnecting(null, false),
                null,
                resources);
    }

    /** Returns settings for a client of a port on this machine, with this limit for all that it waits for. */
    static Settings local(int port, Duration limit, @Nullable Executor executor, Resources resources) {
        return local(port, limit, null, executor, resources);
    }

    /** The same, with TLS unless that is null. */
    static Settings local(
            int port, Duration limit, @Nullable WwepTls tls, @Nullable Executor executor, Resources resources) {
        return new Settings(
                new Address("127.0.0.1", port, null, InetAddress::getAllByName),
                new Limits(limit, limit, limit, limit, limit),
                new Sockets(null, null, -1, null, null),
                tls,
                new Sending(1024, false, null),
                new Reconnecting(null, false),
                executor,
                resources);
    }
}
