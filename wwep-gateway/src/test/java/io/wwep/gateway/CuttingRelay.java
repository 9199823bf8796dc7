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

/** Passes bytes between clients and a server, and cuts each connection after a random number of them. */
final class CuttingRelay implements Closeable {

    private static final int MOST_BYTES = 6_000;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final int serverPort;
    private final Random random;
    private volatile boolean isClosed;

    CuttingRelay(int serverPort, long seed) throws IOException {
        this.serverPort = serverPort;
        this.random = new Random(seed);
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (!isClosed) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                int requests = random.nextInt(MOST_BYTES);
                int replies = random.nextInt(MOST_BYTES);
                start(() -> pass(client, server, requests));
                start(() -> pass(server, client, replies));
            }
        } catch (IOException e) {
            // closed
        }
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
