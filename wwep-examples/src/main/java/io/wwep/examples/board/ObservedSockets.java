package io.wwep.examples.board;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.SocketFactory;

/** Makes a client's sockets, and shows each as soon as it is connected, before anything is sent. Thread-safe. */
public final class ObservedSockets extends SocketFactory {

    private final Consumer<Socket> observer;

    /**
     * Creates a factory.
     *
     * @param observer called with each connected socket, on the connecting thread
     */
    public ObservedSockets(Consumer<Socket> observer) {
        this.observer = Objects.requireNonNull(observer, "observer");
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress address, int timeout) throws IOException {
                super.connect(address, timeout);
                observer.accept(this);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw onlyUnconnected();
    }

    private static UnsupportedOperationException onlyUnconnected() {
        return new UnsupportedOperationException("the client connects its sockets itself");
    }
}
