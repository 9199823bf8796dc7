package io.wwep.client;

import io.wwep.client.internal.Endpoint;
import io.wwep.client.internal.ListenerDispatcher;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A client of one WWEP server.
 *
 * <pre>{@code
 * try (WwepClient client = WwepClient.create("localhost").connect()) {      // plain TCP, port 27708; fails fast
 *     client.write(0x0FAC, 0x0B, 0x1234);                                   // verified: X throws WwepRefusedException
 *     int value = client.read(0x0FAC, 0x0B);
 *     OptionalInt maybe = client.find(0x0BAC, 0x0B);                        // X is empty
 *     WwepReply reply = client.exchange(WwepRequest.read(0x0FAC, 0x0B));    // A or X, as data
 *     reply.verify();                                                       // X throws
 *     WwepDevice lamp = client.device(DeviceId.ofMac("00:A0:50:01:02:03")); // 00F6
 *     lamp.write(0x05, 1).write(0x06, 0);
 * }
 * }</pre>
 *
 * <p>Thread-safe. All threads, platform or virtual, share one connection; requests are sent in the order of the calls. A
 * request is sent at once, even while others wait for their replies. A platform thread does its own I/O, and may do that of
 * other threads along with it. Interrupting a thread ends its call with a
 * {@link io.wwep.protocol.WwepInterruptedException}. The client reconnects automatically.
 *
 * <p>An exchange that fails throws a {@link WwepException}, whose {@link WwepException#delivery() delivery} says whether the
 * request may have been carried out. Within the deadline, the client itself resends only what can do no harm: a request that
 * provably was not sent, and a read whose connection was already open, and broke before the reply.
 */
public final class WwepClient implements AutoCloseable {

    private final Endpoint endpoint;
    private final ListenerDispatcher listeners;
    private final WwepResources resources;

    WwepClient(Endpoint endpoint, ListenerDispatcher listeners, WwepResources resources) {
        this.endpoint = endpoint;
        this.listeners = listeners;
        this.resources = resources;
    }

    /**
     * Returns a builder for a client of the server on this host. The default port is 27708, or 40508 with TLS.
     *
     * @param host a name or an IP address, without a port. An internationalized name may be given in its native spelling; an
     *     IPv6 address may have a scope, such as {@code fe80::1%eth0}, whose interface need not exist yet
     * @return a builder with default settings
     * @throws IllegalArgumentException if the text is neither a host name nor an IP address
     */
    public static WwepClientBuilder create(String host) {
        return new WwepClientBuilder(host);
    }

    /**
     * Sends a request and returns its reply, accepted or refused.
     *
     * @param request the request
     * @return the reply; a refusal does not throw an exception here
     * @throws WwepException if there was no valid reply
     */
    public WwepReply exchange(WwepRequest request) throws WwepException {
        return send(Objects.requireNonNull(request, "request"), endpoint.deadline());
    }

    /**
     * Sends a request and returns its reply, accepted or refused, with its own deadline.
     *
     * @param request the request
     * @param deadline 1 ms to 1 day, in place of the client's {@linkplain WwepClientBuilder#deadline deadline}; the other
     *     timeouts remain limits within it
     * @return the reply; a refusal does not throw an exception here
     * @throws WwepException if there was no valid reply
     * @throws IllegalArgumentException if the deadline is out of range
     */
    public WwepReply exchange(WwepRequest request, Duration deadline) throws WwepException {
        Objects.requireNonNull(request, "request");
        return send(request, Validation.time("deadline", Objects.requireNonNull(deadline, "deadline")));
    }

    /**
     * Sends requests and returns their replies, accepted or refused, in the order of the requests. If the server is known to
     * keep connections open, many are sent at once, so that a batch takes about as long as one exchange. The
     * {@linkplain WwepClientBuilder#deadline deadline} restarts with each reply.
     *
     * @param requests the requests, in this order; may be empty
     * @return one reply for each request
     * @throws io.wwep.protocol.WwepBatchException if not all were answered; it has the replies that arrived, and the delivery
     *     of each request. The client resends a request only where it would resend that of a single exchange
     * @throws WwepException if none could be sent because the client is closed
     */
    public List<WwepReply> exchangeAll(List<? extends WwepRequest> requests) throws WwepException {
        Objects.requireNonNull(requests, "requests");
        return sendAll(requests, endpoint.deadline());
    }

    /**
     * Sends a request without blocking, not even to connect. The future completes with the reply, accepted or refused, or fails
     * with a {@link WwepException}. One daemon thread serves the futures of all clients with the same
     * {@linkplain WwepClientBuilder#resources resources}, by default of all clients in the process; it ends when the last of
     * these clients is closed.
     *
     * <p>Dependent stages run on the {@linkplain WwepClientBuilder#executor executor}, never on the thread that reads. A thread that
     * waits in {@code get} or {@code join} may complete the future it waits for, and others that ended with it, if they have no
     * dependent stages; a stage added meanwhile may run on that thread. Canceling the future removes the request from the queue
     * if it has not been sent yet. If it was sent, the server may carry it out, and its reply is dropped.
     *
     * @param request the request
     * @return a future of the reply
     */
    public CompletableFuture<WwepReply> exchangeAsync(WwepRequest request) {
        return endpoint.exchangeAsync(Objects.requireNonNull(request, "request"), endpoint.deadline(), reply -> reply);
    }

    /**
     * Writes a register and verifies the reply.
     *
     * @param device 0 to 0xFFFF
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @throws WwepRefusedException if the server refused
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if a number is out of range
     */
    public void write(int device, int register, int value) throws WwepException {
        write(DeviceId.of(device), register, value);
    }

    /**
     * Writes a register and verifies the reply.
     *
     * @param device any device
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @throws WwepRefusedException if the server refused
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if a number is out of range
     */
    public void write(DeviceId device, int register, int value) throws WwepException {
        WwepRequest request = WwepRequest.write(device, register, value);
        verify(request, exchange(request));
    }

    /**
     * Reads a register.
     *
     * @param device 0 to 0xFFFF
     * @param register 0 to 0xFF
     * @return the value, 0 to 0xFFFF
     * @throws WwepRefusedException if the server refused, most often because the register was never written
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if a number is out of range
     */
    public int read(int device, int register) throws WwepException {
        return read(DeviceId.of(device), register);
    }

    /**
     * Reads a register.
     *
     * @param device any device
     * @param register 0 to 0xFF
     * @return the value, 0 to 0xFFFF
     * @throws WwepRefusedException if the server refused, most often because the register was never written
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if the register is out of range
     */
    public int read(DeviceId device, int register) throws WwepException {
        WwepRequest request = WwepRequest.read(device, register);
        return verify(request, exchange(request)).value();
    }

    /**
     * Reads a register that may never have been written.
     *
     * @param device 0 to 0xFFFF
     * @param register 0 to 0xFF
     * @return the value, 0 to 0xFFFF, or empty if the server refused
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if a number is out of range
     */
    public OptionalInt find(int device, int register) throws WwepException {
        return find(DeviceId.of(device), register);
    }

    /**
     * Reads a register that may never have been written.
     *
     * @param device any device
     * @param register 0 to 0xFF
     * @return the value, 0 to 0xFFFF, or empty if the server refused
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if the register is out of range
     */
    public OptionalInt find(DeviceId device, int register) throws WwepException {
        return ReplyConversion.valueIfAccepted(exchange(WwepRequest.read(device, register)));
    }

    /**
     * Writes a register without waiting, as {@link #exchangeAsync} does.
     *
     * @param device 0 to 0xFFFF
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @return a future that completes with null once the server has accepted, or fails with what
     *     {@link #write(int, int, int)} throws
     * @throws IllegalArgumentException if a number is out of range
     */
    public CompletableFuture<Void> writeAsync(int device, int register, int value) {
        return writeAsync(DeviceId.of(device), register, value);
    }

    /**
     * Writes a register without waiting, as {@link #exchangeAsync} does.
     *
     * @param device any device
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @return a future that completes with null once the server has accepted, or fails with what
     *     {@link #write(int, int, int)} throws
     * @throws IllegalArgumentException if a number is out of range
     */
    public CompletableFuture<Void> writeAsync(DeviceId device, int register, int value) {
        return writeAsync(WwepRequest.write(device, register, value), endpoint.deadline());
    }

    /**
     * Reads a register without waiting, as {@link #exchangeAsync} does.
     *
     * @param device 0 to 0xFFFF
     * @param register 0 to 0xFF
     * @return a future of the value, 0 to 0xFFFF, which fails with what {@link #read(int, int)} throws
     * @throws IllegalArgumentException if a number is out of range
     */
    public CompletableFuture<Integer> readAsync(int device, int register) {
        return readAsync(DeviceId.of(device), register);
    }

    /**
     * Reads a register without waiting, as {@link #exchangeAsync} does.
     *
     * @param device any device
     * @param register 0 to 0xFF
     * @return a future of the value, 0 to 0xFFFF, which fails with what {@link #read(int, int)} throws
     * @throws IllegalArgumentException if the register is out of range
     */
    public CompletableFuture<Integer> readAsync(DeviceId device, int register) {
        return readAsync(WwepRequest.read(device, register), endpoint.deadline());
    }

    /**
     * Reads a register that may never have been written, without waiting, as {@link #exchangeAsync} does.
     *
     * @param device 0 to 0xFFFF
     * @param register 0 to 0xFF
     * @return a future of the value, 0 to 0xFFFF, or of empty if the server refused; fails with what
     *     {@link #find(int, int)} throws
     * @throws IllegalArgumentException if a number is out of range
     */
    public CompletableFuture<OptionalInt> findAsync(int device, int register) {
        return findAsync(DeviceId.of(device), register);
    }

    /**
     * Reads a register that may never have been written, without waiting, as {@link #exchangeAsync} does.
     *
     * @param device any device
     * @param register 0 to 0xFF
     * @return a future of the value, 0 to 0xFFFF, or of empty if the server refused; fails with what
     *     {@link #find(int, int)} throws
     * @throws IllegalArgumentException if the register is out of range
     */
    public CompletableFuture<OptionalInt> findAsync(DeviceId device, int register) {
        return findAsync(WwepRequest.read(device, register), endpoint.deadline());
    }

    /**
     * {@return an object for the registers of one device} Sends nothing.
     *
     * @param id the id of any device
     */
    public WwepDevice device(DeviceId id) {
        return new WwepDevice(this, Objects.requireNonNull(id, "id"), endpoint.deadline());
    }

    /**
     * {@return an object for the registers of one device} Sends nothing.
     *
     * @param id 0 to 0xFFFF
     * @throws IllegalArgumentException if the id is out of range
     */
    public WwepDevice device(int id) {
        return device(DeviceId.of(id));
    }

    /**
     * {@return whether a connection to the server is open, as far as the client knows} The connection may be in use or idle. A
     * close by the server is noticed at once; a server that has vanished is noticed by the next exchange, by TCP keep-alive, or
     * not at all. In {@link ConnectionMode#ONE_SHOT} no connection is open between exchanges.
     */
    public boolean isConnected() {
        return endpoint.isConnected();
    }

    /** {@return a snapshot of what this client has done, and is doing} Also works once the client is closed. */
    public WwepStatistics statistics() {
        return endpoint.statistics();
    }

    /**
     * Closes the connection. Pending exchanges of all threads fail at once with a
     * {@link io.wwep.protocol.WwepConnectionLostException}, as does every later exchange. Returns at once; has no effect when
     * called again. Only a daemon thread stuck in a name lookup, a revocation check or your code may outlive the
     * client, until that ends.
     */
    @Override
    public void close() {
        try {
            endpoint.close();
        } finally {
            resources.remove(this);
            listeners.dispatch();
        }
    }

    @Override
    public String toString() {
        return "WwepClient of " + endpoint.server();
    }

    /** Connects; closes the client if that fails. */
    WwepClient opened() throws WwepException {
        try {
            endpoint.open();
            return this;
        } catch (WwepException | RuntimeException | Error e) {
            close();
            throw e;
        } finally {
            listeners.dispatch();
        }
    }

    WwepReply send(WwepRequest request, Duration deadline) throws WwepException {
        try {
            return endpoint.exchange(request, deadline);
        } finally {
            listeners.dispatch();
        }
    }

    List<WwepReply> sendAll(List<? extends WwepRequest> requests, Duration deadline) throws WwepException {
        try {
            return endpoint.exchangeAll(requests, deadline);
        } finally {
            listeners.dispatch();
        }
    }

    CompletableFuture<Void> writeAsync(WwepRequest write, Duration deadline) {
        return endpoint.exchangeAsync(write, deadline, reply -> {
            verify(write, reply);
            return null;
        });
    }

    CompletableFuture<Integer> readAsync(WwepRequest read, Duration deadline) {
        return endpoint.exchangeAsync(
                read, deadline, reply -> verify(read, reply).value());
    }

    CompletableFuture<OptionalInt> findAsync(WwepRequest read, Duration deadline) {
        return endpoint.exchangeAsync(read, deadline, ReplyConversion::valueIfAccepted);
    }

    WwepReply.Accepted verify(WwepRequest request, WwepReply reply) throws WwepRefusedException {
        return ReplyConversion.verify(endpoint.server(), request, reply);
    }
}
