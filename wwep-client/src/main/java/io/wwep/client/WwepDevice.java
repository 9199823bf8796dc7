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

/** One device's registers, through a client. Immutable and as thread-safe as the client; nothing to close. */
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
     * {@return the same device, with a deadline for each call in place of the client's} The one it is called on keeps its own.
     *
     * @param deadline 1 ms to 1 day; of a batch each reply has the whole deadline, from the one before it
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
     * @throws WwepRefusedException if the server refused: most often since the register was never written
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if the register is out of range
     */
    public int read(int register) throws WwepException {
        WwepRequest request = WwepRequest.read(id, register);
        return client.verify(request, client.send(request, deadline)).value();
    }

    /**
     * Reads registers that follow each other, all at once where the server allows it.
     *
     * @param first 0 to 0xFF
     * @param count 0 to 256 - {@code first}, so that the last register is 0xFF at most
     * @return the values, each 0 to 0xFFFF
     * @throws WwepRefusedException if the server refused one: most often since the register was never written. Use
     *     {@link #find(int, int)} to get the others
     * @throws WwepException if not all were answered, as {@link WwepClient#exchangeAll}
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
     * Writes registers that follow each other, all at once where the server allows it, and verifies the replies. One that
     * is refused does not keep the others from being written.
     *
     * @param first 0 to 0xFF
     * @param values 0 to 256 - {@code first} of them, each 0 to 0xFFFF
     * @return this device, for chaining
     * @throws WwepRefusedException if the server refused one
     * @throws WwepException if not all were answered, as {@link WwepClient#exchangeAll}
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
     * Reads registers that follow each other and may never have been written, all at once where the server allows it.
     *
     * @param first 0 to 0xFF
     * @param count 0 to 256 - {@code first}, so that the last register is 0xFF at most
     * @return for each register its value, 0 to 0xFFFF, or empty if the server refused; cannot be modified
     * @throws WwepException if not all were answered, as {@link WwepClient#exchangeAll}
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
     * @return a future that is completed once the server has accepted, or fails with what {@link #write(int, int)} throws
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
     * @return a future of the value, 0 to 0xFFFF, or of empty if the server refused; it fails with what {@link #find(int)}
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
