package io.wwep.stress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A register server on loopback that replies, delays, splits, joins, breaks, resets and falls silent, as its scenario
 * and its random generator decide. Accepts connections concurrently and one after another.
 */
final class FaultyPeer {

    private final ServerSocket listener;
    private final RegisterModel model;
    private final Scenario scenario;
    private final SplittableRandom random;
    private final @Nullable SSLContext tls;
    private final CountDownLatch calm = new CountDownLatch(1);
    private final Queue<Throwable> problems;
    private final Thread acceptor;
    private final List<Thread> connections = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();

    /**
     * Starts to listen.
     *
     * @param tls null for plain TCP
     * @param problems receives the peer's failures
     */
    FaultyPeer(
            RegisterModel model,
            Scenario scenario,
            SplittableRandom random,
            @Nullable SSLContext tls,
            ConcurrentLinkedQueue<Throwable> problems)
            throws IOException {
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.model = model;
        this.scenario = scenario;
        this.random = random;
        this.tls = tls;
        this.problems = problems;
        this.acceptor = start(this::accept, "peer-acceptor");
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Behaves correctly from now on; closes connections that fell silent. */
    void behave() throws IOException {
        calm.countDown();
        closeAll();
    }

    /** Accepts no more connections. Open ones end when the client closes them. */
    void stop() throws IOException {
        listener.close();
    }

    /** Closes the open connections. */
    synchronized void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Returns its threads; complete once it is stopped and the first of them has ended. */
    synchronized List<Thread> threads() {
        List<Thread> threads = new ArrayList<>(connections);
        threads.add(0, acceptor);
        return threads;
    }

    private void accept() {
        try {
            while (true) {
                serve(listener.accept());
            }
        } catch (IOException e) {
            // The peer is stopped.
        }
    }

    private synchronized void serve(Socket socket) {
        sockets.add(socket);
        connections.add(start(
                new PeerConnection(socket, model, scenario, random.split(), tls, calm), "peer-" + sockets.size()));
    }

    private Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setUncaughtExceptionHandler((any, problem) -> problems.add(problem));
        thread.start();
        return thread;
    }
}
