package io.wwep.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes bytes between clients and a server, and cuts each connection after a random number of them. Without a server, it
 * closes the connections of clients.
 */
final class CuttingRelay implements Closeable {

    private static final int MOST_BYTES = 6_000;
    private static final int NONE = 0;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final Random random;
    private volatile int serverPort;
    private volatile boolean isClosed;

    CuttingRelay(int serverPort, long seed) throws IOException {
        this.serverPort = serverPort;
        this.random = new Random(seed);
        start(this::accept);
    }

    /** Passes the bytes of new connections to another server. */
    void useServer(int port) {
        serverPort = port;
    }

    /** Closes new connections at once, as if no server was there. */
    void useNoServer() {
        serverPort = NONE;
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (!isClosed) {
                connect(listening.accept());
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void connect(Socket client) throws IOException {
        int port = serverPort;
        if (port == NONE) {
            client.close();
            return;
        }
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException e) { // it was killed just now
            client.close();
            return;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        // After a reset, the server's next reply fails, and it reads no more. After an orderly end, it would carry
        // out what it had not read yet, perhaps after requests of a newer connection, of which no outbox can know.
        server.setSoLinger(true, 0);
        sockets.add(client);
        sockets.add(server);
        int requests = random.nextInt(MOST_BYTES);
        int replies = random.nextInt(MOST_BYTES);
        start(() -> pass(client, server, requests));
        start(() -> pass(server, client, replies));
    }

    private void pass(Socket from, Socket to, int most) {
        byte[] bytes = new byte[512];
        int left = most;
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int read = input.read(bytes); read > 0; read = input.read(bytes)) {
                int passed = Math.min(left, read);
                output.write(bytes, 0, passed);
                left -= passed;
                if (passed < read) {
                    return;
                }
            }
        } catch (IOException e) {
            // cut by the other direction, or by either side
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized void start(Runnable action) {
        threads.removeIf(thread -> !thread.isAlive() && thread.getState() == Thread.State.TERMINATED);
        Thread thread = new Thread(action, "relay");
        threads.add(thread);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(threads);
        }
        for (Thread thread : all) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
