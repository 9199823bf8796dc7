package io.wwep.server.redis;

import io.wwep.protocol.DeviceId;
import java.io.IOException;

/** One server, or the current master according to Sentinels, which holds all registers. */
record SingleServer(Node node) implements ServerNodes {

    @Override
    public Node of(DeviceId device) {
        return node;
    }

    @Override
    public int lane(DeviceId device) {
        return 0;
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public Node redirected(Redirect redirect) throws IOException {
        throw new IOException("it belongs to a cluster: give redis-cluster:// instead of redis://");
    }

    @Override
    public void failed() {
        // The next connection asks the Sentinels again.
    }

    @Override
    public void close() {
        // The connector closes the connection.
    }
}
