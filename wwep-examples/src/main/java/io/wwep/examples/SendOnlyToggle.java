package io.wwep.examples;

import io.wwep.examples.board.ButtonAndLed;
import io.wwep.examples.board.LedToggle;
import io.wwep.examples.board.Press;
import io.wwep.examples.board.PressAction;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WireListener;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Exercise 6.1 as written: a press flips the LED, then sends its state and closes the connection. The reply is not
 * read, so the LED and the server's register differ after a failure; {@link LedToggle} avoids that.
 */
final class SendOnlyToggle implements PressAction {

    private final ButtonAndLed pair;
    private final HostPort server;
    private final @Nullable String fallback;
    private final DeviceId device;
    private final ConnectionReport connections;
    private final WireListener wire;

    SendOnlyToggle(
            ButtonAndLed pair,
            HostPort server,
            @Nullable String fallback,
            DeviceId device,
            ConnectionReport connections,
            WireListener wire) {
        this.pair = pair;
        this.server = server;
        this.fallback = fallback;
        this.device = device;
        this.connections = connections;
        this.wire = wire;
    }

    @Override
    public Press press(int number) {
        pair.light(!pair.isLit());
        WwepRequest request = WwepRequest.write(device, LedToggle.REGISTER + pair.number(), pair.isLit() ? 1 : 0);
        try {
            send(request);
            return new Press(number, pair.number(), request, null, null, pair.isLit());
        } catch (WwepException e) {
            return new Press(number, pair.number(), request, null, e, pair.isLit());
        }
    }

    private void send(WwepRequest request) throws WwepException {
        Socket socket = PlainConnection.to(server, fallback);
        try {
            connections.opened(server, socket);
            byte[] bytes = request.toString().getBytes(StandardCharsets.US_ASCII);
            report(socket, bytes);
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new WwepConnectionLostException(
                    "the connection to " + server + " broke while " + request + " was sent: " + e.getMessage(),
                    e,
                    Delivery.UNKNOWN);
        } finally {
            PlainConnection.close(socket);
        }
    }

    private void report(Socket socket, byte[] bytes) {
        WireListener.Connection connection =
                wire.opened((InetSocketAddress) socket.getLocalSocketAddress(), (InetSocketAddress)
                        socket.getRemoteSocketAddress());
        if (connection != null) {
            connection.sent(bytes, 0, bytes.length);
            connection.closed();
        }
    }
}
