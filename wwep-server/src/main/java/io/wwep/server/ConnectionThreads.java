package io.wwep.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Creates the threads that serve connections: virtual threads from Java 21 on, otherwise daemon threads. */
final class ConnectionThreads {

    private ConnectionThreads() {}

    /** Returns a factory of threads that do not keep the JVM running, named with the prefix and a number from 1. */
    static ThreadFactory named(String prefix) {
        ThreadFactory virtual = virtual(prefix);
        return virtual == null ? platform(prefix) : virtual;
    }

    /** Returns {@code Thread.ofVirtual().name(prefix, 1).factory()}, or null before Java 21. */
    private static @Nullable ThreadFactory virtual(String prefix) {
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            ThreadFactory unnamed = (ThreadFactory) type.getMethod("factory").invoke(builder);
            waitForASocket(unnamed.newThread(ConnectionThreads::waitForADatagram));
            builder = type.getMethod("name", String.class, long.class).invoke(builder, prefix, 1L);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /**
     * Has a virtual thread wait for a socket once. At the first such wait the JDK opens the file descriptors for all of them, and
     * if none is left, no virtual thread of this process can ever wait for a socket again.
     */
    private static void waitForASocket(Thread first) {
        first.start();
        try {
            first.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void waitForADatagram() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(1);
            socket.receive(new DatagramPacket(new byte[1], 1));
        } catch (IOException | LinkageError e) {
            // Nothing sends one. If descriptors have run out already, the log says so at the first connection.
        }
    }

    private static ThreadFactory platform(String prefix) {
        AtomicLong count = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
