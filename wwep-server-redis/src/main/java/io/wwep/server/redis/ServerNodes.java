package io.wwep.server.redis;

import io.wwep.protocol.DeviceId;
import java.io.IOException;

/** Which Redis server has the registers of which device. */
interface ServerNodes {

    /**
     * {@return the server that has the registers of a device}
     *
     * @throws IOException if none has, at the moment
     */
    Node of(DeviceId device) throws IOException;

    /** The number of a part of all devices whose writes go out together; devices of different servers are seldom in one. */
    int lane(DeviceId device);

    /** How many parts there are. */
    int lanes();

    /**
     * The server that another one says has the registers.
     *
     * @throws IOException if such an answer makes no sense here
     */
    Node redirected(Redirect redirect) throws IOException;

    /** Notes that a server failed, so that others may now have its registers. */
    void failed();

    /** Ends what learns where the registers are. The connections to the servers end with the connector. */
    void close();
}
