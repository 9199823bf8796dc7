package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Reports one TLS handshake to Flight Recorder. Used only if {@link FlightRecording#isOn()}. */
@Name("io.wwep.Handshake")
@Label("TLS Handshake")
@Category("WWEP")
@Description("The TLS handshake of a new connection")
@StackTrace(false)
final class HandshakeEvent extends Event {

    @Label("Server")
    @Description("The server's host and port")
    @Nullable
    String server;

    @Label("Protocol")
    @Description("The TLS version that both sides agreed on")
    @Nullable
    String protocol;

    @Label("Cipher Suite")
    @Description("The cipher suite that both sides agreed on")
    @Nullable
    String cipherSuite;

    @Label("Resumed")
    @Description("Whether an earlier session was resumed")
    boolean resumed;

    @Label("Failure")
    @Description("Why the handshake failed")
    @Nullable
    String failure;

    /** Returns an event that begins now. */
    static HandshakeEvent begun() {
        HandshakeEvent event = new HandshakeEvent();
        event.begin();
        return event;
    }

    void succeeded(String with, TlsTransport tls) {
        server = with;
        protocol = tls.engine().getSession().getProtocol();
        cipherSuite = tls.engine().getSession().getCipherSuite();
        resumed = tls.isResumed();
        commit();
    }

    void failed(String with, WwepException cause) {
        server = with;
        failure = cause.getMessage();
        commit();
    }
}
