package io.wwep.server.redis;

import io.wwep.protocol.DeviceId;
import java.io.IOException;

/** Maps devices to the Redis servers that hold their registers. */
interface ServerNodes {

    /**
     * {@return the server that holds the registers of a device}
     *
     * @throws IOException if there is none at the moment
     */
    Node of(DeviceId device) throws IOException;

    /**
     * Returns the lane of a device: its writes are sent together with those of the other devices in the lane, most of which
     * are on the same server.
     */
    int lane(DeviceId device);

    /** Returns the number of lanes. */
    int lanes();

    /**
     * Returns the server to which another one has redirected.
     *
     * @throws IOException if a redirect makes no sense here
     */
    Node redirected(Redirect redirect) throws IOException;

    /** Records that a server failed, so that others may now hold its registers. */
    void failed();

    /** Stops discovering nodes. The connector closes the connections to the servers. */
    void close();
}
