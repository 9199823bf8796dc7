package io.wwep.client;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** An address that neither answers nor refuses a connect: a listener whose queue is full. */
public final class SilentListener implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> waiting = new ArrayList<>();
    private final Queue<Socket> others = new ArrayDeque<>();

    /** Listens at a loopback address, on a port that another address may use too; 0 is any. */
    public SilentListener(String address, int port) throws IOException {
        listener = new ServerSocket(port, 1, InetAddress.getByName(address));
        try {
            fill();
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void fill() throws IOException {
        for (int i = 0; i < 50; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress(listener.getInetAddress(), port()), 200);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        assumeTrue(false, "this system's listeners take connections beyond their queue");
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Makes room in the queue: answers the next connect, and a pending one once it is repeated. */
    void acceptAll() throws IOException {
        listener.setSoTimeout(1);
        try {
            while (true) {
                keep(listener.accept());
            }
        } catch (SocketTimeoutException e) {
            listener.setSoTimeout(20_000);
        }
    }

    /** Returns the next connection that is not one of those that fill the queue. */
    Socket accept() throws IOException {
        while (others.isEmpty()) {
            keep(listener.accept());
        }
        return others.remove();
    }

    /** While the queue is being emptied, a connect that waited for room may be answered already. */
    private void keep(Socket accepted) {
        boolean fills = waiting.stream().anyMatch(socket -> socket.getLocalPort() == accepted.getPort());
        waiting.add(accepted);
        if (!fills) {
            others.add(accepted);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : waiting) {
            socket.close();
        }
    }
}
