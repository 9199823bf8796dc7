package io.wwep.client.internal;

import io.wwep.client.internal.Settings.Address;
import io.wwep.client.internal.Settings.Limits;
import io.wwep.client.internal.Settings.Reconnecting;
import io.wwep.client.internal.Settings.Sending;
import io.wwep.client.internal.Settings.Sockets;
import java.net.InetAddress;
import java.time.Duration;

/** Settings for parts of the engine that do not dial. */
final class EngineSettings {

    static final Duration DEADLINE = Duration.ofSeconds(20);

    static final Duration REPLY_TIMEOUT = Duration.ofSeconds(5);

    static final int MAX_IN_FLIGHT = 64;

    private EngineSettings() {}

    static Settings usual() {
        return with(false);
    }

    static Settings with(boolean resendUnknownWrites) {
        return new Settings(
                new Address("server", 27708, null, host -> new InetAddress[0]),
                new Limits(DEADLINE, DEADLINE, DEADLINE, DEADLINE, REPLY_TIMEOUT),
                new Sockets(null, null, -1, null),
                null,
                new Sending(MAX_IN_FLIGHT, resendUnknownWrites, null),
                new Reconnecting(null, false),
                null,
                new Resources(Thread::new));
    }
}
