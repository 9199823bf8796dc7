package io.wwep.server;

import io.wwep.protocol.WireListener;
import org.jspecify.annotations.Nullable;

/**
 * Validated settings of a server.
 *
 * @param wire receives the bytes of all connections, and never throws; or null
 */
record ServerSettings(
        ServerProfile profile,
        int maxConnections,
        int idleMillis,
        int messageMillis,
        @Nullable WireListener wire) {}
