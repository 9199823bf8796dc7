package io.wwep.examples.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.examples.board.Led;
import io.wwep.examples.board.LedToggle;
import io.wwep.examples.board.ObservedSockets;
import io.wwep.examples.board.Press;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A board of the course in a lab: two buttons, each with an LED, that the lab's own server confirms. It sends with the client of
 * this SDK, on a connection of its own for each press.
 *
 * <p>Thread-safe; one press at a time. Closing the lab closes it.
 */
public final class Board {

    /** The longest packet that a student may write, in bytes. */
    public static final int MAX_PACKET = 64;

    private static final int BUTTONS = 2;

    /** Connections that may still have messages in the lab's queue. */
    private static final int CONNECTIONS = 16;

    private static final double NANOS_PER_MILLI = 1e6;

    private final String id;
    private final DeviceId device;
    private final String name;
    private final String mac;
    private final Recorder recorder;
    private final Senders senders;
    private final WwepClient plain;
    private final WwepClient secured;
    private final String tlsVersion;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<Light> leds = List.of(new Light(0), new Light(1));

    @GuardedBy("connections")
    private final Deque<InetSocketAddress> connections = new ArrayDeque<>();

    @GuardedBy("lock")
    private int presses;

    private volatile BoardState state;

    /** An LED that exists only on the page. */
    private static final class Light implements Led {

        private final int number;
        private volatile boolean lit;

        Light(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }

        @Override
        public void light(boolean on) {
            lit = on;
        }

        @Override
        public boolean isLit() {
            return lit;
        }
    }

    Board(String id, DeviceId device, String name, String mac, Recorder recorder, Senders senders, LabRoutes routes) {
        this.id = id;
        this.device = device;
        this.name = name;
        this.mac = mac;
        this.recorder = recorder;
        this.senders = senders;
        ObservedSockets sockets = new ObservedSockets(this::connected);
        this.plain = routes.plain()
                .mode(ConnectionMode.ONE_SHOT)
                .socketFactory(sockets)
                .build();
        this.secured = routes.secured()
                .mode(ConnectionMode.ONE_SHOT)
                .socketFactory(sockets)
                .build();
        this.tlsVersion = routes.tlsVersion();
        this.state = new BoardState(id, device.toString(), name, mac, List.of(false, false), null);
    }

    /** {@return the board's id, such as {@code b1}} */
    public String id() {
        return id;
    }

    /** {@return the device that it is: the sum of its MAC address} */
    public DeviceId device() {
        return device;
    }

    /** {@return its state} */
    public BoardState state() {
        return state;
    }

    /**
     * Presses a button: 0 sends plain, 1 over TLS.
     *
     * @param button 0 or 1
     * @return what was sent, and what was received
     * @throws IllegalArgumentException if there is no such button
     */
    public BoardExchange press(int button) {
        return press(button, button == 1);
    }

    /**
     * Presses a button: writes the opposite state of its LED to the server, and switches the LED if the reply confirms it. Waits
     * for the reply, at most about 10 s.
     *
     * @param button 0 or 1
     * @param tls whether to send over TLS
     * @return what was sent, and what was received
     * @throws IllegalArgumentException if there is no such button
     */
    public BoardExchange press(int button, boolean tls) {
        if (button < 0 || button >= BUTTONS) {
            throw new IllegalArgumentException("button " + button + " does not exist: the board has buttons 0 and 1");
        }
        lock.lock();
        try {
            presses++;
            long started = System.nanoTime();
            Press press = new LedToggle(leds.get(button), tls ? secured : plain, device).press(presses);
            return show(new BoardExchange(
                    button,
                    tls ? tlsVersion : null,
                    press.request().toString(),
                    press.reply() == null ? null : press.reply().toString(),
                    press.failure() == null ? null : words(press.failure()),
                    millisSince(started)));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a packet that a student wrote to the server, as it is. Waits for the reply, at most about 10 s.
     *
     * @param text 1 to {@value #MAX_PACKET} characters, each one byte: U+0000 to U+00FF
     * @param tls whether to send over TLS
     * @return what was sent, and what was received
     * @throws IllegalArgumentException if the text is something else, or has a request for another device
     */
    public BoardExchange raw(String text, boolean tls) {
        Objects.requireNonNull(text, "text");
        if (text.isEmpty() || text.length() > MAX_PACKET) {
            throw new IllegalArgumentException("a packet has 1 to " + MAX_PACKET + " bytes, not " + text.length());
        }
        WwepRequest request = WwepRequest.raw(text);
        refuseOthers(text);
        lock.lock();
        try {
            long started = System.nanoTime();
            @Nullable WwepReply reply = null;
            @Nullable String failure = null;
            try {
                reply = (tls ? secured : plain).exchange(request);
            } catch (WwepException e) {
                failure = words(e);
            }
            return show(new BoardExchange(
                    null,
                    tls ? tlsVersion : null,
                    request.toString(),
                    reply == null ? null : reply.toString(),
                    failure,
                    millisSince(started)));
        } finally {
            lock.unlock();
        }
    }

    private void refuseOthers(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        RequestDecoder decoder = new RequestDecoder();
        int next = 0;
        while (next < bytes.length) {
            next = decoder.decode(bytes, next, bytes.length);
            if (decoder.state() != RequestDecoder.State.COMPLETE) {
                return;
            }
            if (!device.equals(decoder.request().device())) {
                throw new IllegalArgumentException("the packet has a request for device "
                        + decoder.request().device() + ", which is another one; this board is " + device);
            }
        }
    }

    private static String words(WwepException failure) {
        return String.valueOf(failure.getMessage());
    }

    private static double millisSince(long started) {
        return (System.nanoTime() - started) / NANOS_PER_MILLI;
    }

    @GuardedBy("lock")
    private BoardExchange show(BoardExchange last) {
        List<Boolean> lit =
                Stream.of(leds.get(0), leds.get(1)).map(Light::isLit).toList();
        state = new BoardState(id, device.toString(), name, mac, lit, last);
        BoardState shown = state;
        recorder.change(room -> room.changed(shown));
        return last;
    }

    private void connected(Socket socket) {
        InetSocketAddress local = (InetSocketAddress) socket.getLocalSocketAddress();
        senders.connected(local, new Senders.BoardConnection(id, device));
        synchronized (connections) {
            connections.add(local);
            if (connections.size() > CONNECTIONS) {
                senders.forget(connections.remove());
            }
        }
    }

    void close() {
        plain.close();
        secured.close();
    }
}
