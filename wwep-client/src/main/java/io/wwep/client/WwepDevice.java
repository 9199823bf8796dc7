package io.wwep.client;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Accesses one device's registers through a client. Immutable and thread-safe; needs no closing. */
public final class WwepDevice {

    private final WwepClient client;
    private final DeviceId id;
    private final Duration deadline;

    WwepDevice(WwepClient client, DeviceId id, Duration deadline) {
        this.client = client;
        this.id = id;
        this.deadline = deadline;
    }

    /** {@return the device's id} */
    public DeviceId id() {
        return id;
    }

    /**
     * {@return the same device, with this deadline for each call in place of the client's} This object keeps its own deadline.
     *
     * @param deadline 1 ms to 1 day; in a batch, it restarts with each reply
     * @throws IllegalArgumentException if the deadline is out of range
     */
    public WwepDevice within(Duration deadline) {
        return new WwepDevice(client, id, Validation.time("deadline", Objects.requireNonNull(deadline, "deadline")));
    }

    /**
     * Writes a register and verifies the reply.
     *
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @return this device, for chaining
     * @throws WwepRefusedException if the server refused
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if a number is out of range
     */
    public WwepDevice write(int register, int value) throws WwepException {
        WwepRequest request = WwepRequest.write(id, register, value);
        client.verify(request, client.send(request, deadline));
        return this;
    }

    /**
     * Reads a register.
     *
     * @param register 0 to 0xFF
     * @return the value, 0 to 0xFFFF
     * @throws WwepRefusedException if the server refused, most often because the register was never written
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if the register is out of range
     */
    public int read(int register) throws WwepException {
        WwepRequest request = WwepRequest.read(id, register);
        return client.verify(request, client.send(request, deadline)).value();
    }

    /**
     * Reads consecutive registers, all at once where the server allows it.
     *
     * @param first 0 to 0xFF
     * @param count 0 to 256 - {@code first}, so that the last register is 0xFF at most
     * @return the values, each 0 to 0xFFFF
     * @throws WwepRefusedException if the server refused a read, most often because the register was never written; use
     *     {@link #find(int, int)} to get the other values
     * @throws WwepException if not all were answered, as in {@link WwepClient#exchangeAll}
     * @throws IllegalArgumentException if a number is out of range; nothing is sent then
     */
    public int[] read(int first, int count) throws WwepException {
        List<WwepRequest> requests = reads(first, count);
        List<WwepReply> replies = client.sendAll(requests, deadline);
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = client.verify(requests.get(i), replies.get(i)).value();
        }
        return values;
    }

    /**
     * Writes consecutive registers, all at once where the server allows it, and verifies the replies. If one write is
     * refused, the others are still carried out.
     *
     * @param first 0 to 0xFF
     * @param values at most 256 - {@code first} values, each 0 to 0xFFFF; may be empty
     * @return this device, for chaining
     * @throws WwepRefusedException if the server refused one
     * @throws WwepException if not all were answered, as in {@link WwepClient#exchangeAll}
     * @throws IllegalArgumentException if a register or a value is out of range; nothing is sent then
     */
    public WwepDevice write(int first, int[] values) throws WwepException {
        Validation.registers(first, Objects.requireNonNull(values, "values").length);
        List<WwepRequest> requests = new ArrayList<>(values.length);
        for (int value : values) {
            requests.add(WwepRequest.write(id, first + requests.size(), value));
        }
        List<WwepReply> replies = client.sendAll(requests, deadline);
        for (int i = 0; i < values.length; i++) {
            client.verify(requests.get(i), replies.get(i));
        }
        return this;
    }

    /**
     * Reads a register that may never have been written.
     *
     * @param register 0 to 0xFF
     * @return the value, 0 to 0xFFFF, or empty if the server refused
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if the register is out of range
     */
    public OptionalInt find(int register) throws WwepException {
        return ReplyConversion.valueIfAccepted(client.send(WwepRequest.read(id, register), deadline));
    }

    /**
     * Reads consecutive registers that may never have been written, all at once where the server allows it.
     *
     * @param first 0 to 0xFF
     * @param count 0 to 256 - {@code first}, so that the last register is 0xFF at most
     * @return an unmodifiable list with the value of each register, 0 to 0xFFFF, or empty if the server refused
     * @throws WwepException if not all were answered, as in {@link WwepClient#exchangeAll}
     * @throws IllegalArgumentException if a number is out of range; nothing is sent then
     */
    public List<OptionalInt> find(int first, int count) throws WwepException {
        return client.sendAll(reads(first, count), deadline).stream()
                .map(ReplyConversion::valueIfAccepted)
                .toList();
    }

    /**
     * Writes a register without waiting, as {@link WwepClient#exchangeAsync} does.
     *
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @return a future that completes with null once the server has accepted, or fails with what {@link #write(int, int)} throws
     * @throws IllegalArgumentException if a number is out of range
     */
    public CompletableFuture<Void> writeAsync(int register, int value) {
        return client.writeAsync(WwepRequest.write(id, register, value), deadline);
    }

    /**
     * Reads a register without waiting, as {@link WwepClient#exchangeAsync} does.
     *
     * @param register 0 to 0xFF
     * @return a future of the value, 0 to 0xFFFF, which fails with what {@link #read(int)} throws
     * @throws IllegalArgumentException if the register is out of range
     */
    public CompletableFuture<Integer> readAsync(int register) {
        return client.readAsync(WwepRequest.read(id, register), deadline);
    }

    /**
     * Reads a register that may never have been written, without waiting, as {@link WwepClient#exchangeAsync} does.
     *
     * @param register 0 to 0xFF
     * @return a future of the value, 0 to 0xFFFF, or of empty if the server refused; fails with what {@link #find(int)}
     *     throws
     * @throws IllegalArgumentException if the register is out of range
     */
    public CompletableFuture<OptionalInt> findAsync(int register) {
        return client.findAsync(WwepRequest.read(id, register), deadline);
    }

    private List<WwepRequest> reads(int first, int count) {
        Validation.registers(first, count);
        List<WwepRequest> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            requests.add(WwepRequest.read(id, first + i));
        }
        return requests;
    }

    @Override
    public String toString() {
        return "device " + id + " at " + client;
    }
}
