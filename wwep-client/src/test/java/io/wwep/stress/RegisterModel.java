package io.wwep.stress;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A register server without the network: executes requests one at a time, and records what arrived and when it was
 * executed.
 */
final class RegisterModel {

    /** A register of a device. */
    record Register(int device, int number) {

        static Register of(WwepRequest request) {
            if (request instanceof WwepRequest.Read read) {
                return new Register(read.device().value(), read.register());
            }
            if (request instanceof WwepRequest.Write write) {
                return new Register(write.device().value(), write.register());
            }
            throw new IllegalArgumentException("not a register request: " + request);
        }

        @Override
        public String toString() {
            return String.format("%04X.%02X", device, number);
        }
    }

    /** An executed write and its time. */
    record Stored(WwepRequest.Write write, long at) {

        @Override
        public String toString() {
            return write + "@" + at;
        }
    }

    private final Clock clock;
    private final Map<Register, Integer> values = new HashMap<>();
    private final Map<WwepRequest, Integer> received = new HashMap<>();
    private final List<Stored> stored = new ArrayList<>();

    RegisterModel(Clock clock) {
        this.clock = clock;
    }

    /** Records that a complete request arrived, whether or not it will be executed. */
    synchronized void receive(WwepRequest request) {
        received.merge(request, 1, Integer::sum);
    }

    /** Executes a request and returns the reply. */
    synchronized WwepReply execute(WwepRequest request) {
        Register register = Register.of(request);
        if (request instanceof WwepRequest.Write write) {
            values.put(register, write.value());
            stored.add(new Stored(write, clock.tick()));
            return WwepReply.accepted(write.device(), write.register(), write.value());
        }
        WwepRequest.Read read = (WwepRequest.Read) request;
        Integer value = values.get(register);
        return value == null ? WwepReply.refused() : WwepReply.accepted(read.device(), read.register(), value);
    }

    /** Returns how often this request arrived completely. */
    synchronized int received(WwepRequest request) {
        return received.getOrDefault(request, 0);
    }

    /** Returns the executed writes in order. */
    synchronized List<Stored> stored() {
        return List.copyOf(stored);
    }
}
