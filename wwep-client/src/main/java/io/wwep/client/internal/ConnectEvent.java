package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Reports one attempt to open a TCP connection to Flight Recorder. Used only if {@link FlightRecording#isOn()}. */
@Name("io.wwep.Connect")
@Label("Connect")
@Category("WWEP")
@Description("Opening a TCP connection to a server, from the lookup of its name on")
@StackTrace(false)
final class ConnectEvent extends Event {

    @Label("Server")
    @Description("The server's host and port")
    @Nullable
    String server;

    @Label("Address")
    @Description("The address that was connected to")
    @Nullable
    String address;

    @Label("Local Port")
    @Description("This side's port; 0 if no connection was made")
    int localPort;

    @Label("Failure")
    @Description("Why no connection was made")
    @Nullable
    String failure;

    /** Returns an event that begins now. */
    static ConnectEvent begun() {
        ConnectEvent event = new ConnectEvent();
        event.begin();
        return event;
    }

    void connected(String to, InetSocketAddress remote, InetSocketAddress local) {
        server = to;
        InetAddress known = remote.getAddress(); // a socket factory may leave names to a proxy
        address = known == null ? remote.getHostString() : known.getHostAddress();
        localPort = local.getPort();
        commit();
    }

    void failed(String to, WwepException cause) {
        server = to;
        failure = cause.getMessage();
        commit();
    }
}
