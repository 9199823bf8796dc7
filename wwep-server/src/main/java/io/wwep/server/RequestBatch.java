package io.wwep.server;

import io.wwep.protocol.WwepRequest;
import java.util.BitSet;

/**
 * Finds the devices of requests that arrived together, and which of them several requests concern. Confined to the
 * thread that serves the connection; allocates nothing after its first batches.
 */
final class RequestBatch {

    private static final int DEVICE_DIGITS = 4;

    private final BitSet seen = new BitSet();
    private final BitSet repeated = new BitSet();
    private final BitSet written = new BitSet();

    /** Returns whether a number of bytes can hold several requests. */
    static boolean mayHoldSeveral(int bytes) {
        return bytes >= 2 * WwepRequest.Read.LENGTH;
    }

    /**
     * Examines the complete requests at the start of a buffer. Stops at the first illegal message, since nothing after
     * it is executed.
     */
    void examine(byte[] bytes, int end) {
        seen.clear();
        repeated.clear();
        written.clear();
        int at = 0;
        while (at < end) {
            byte command = bytes[at];
            if (command == '\r' || command == '\n') {
                at++;
                continue;
            }
            int length = command == 'W' ? WwepRequest.Write.LENGTH : WwepRequest.Read.LENGTH;
            if ((command != 'R' && command != 'W') || at + length > end || !add(bytes, at)) {
                return;
            }
            at += length;
        }
    }

    /** Adds a request. Returns false if its device is not a number. */
    private boolean add(byte[] bytes, int at) {
        int device = 0;
        for (int i = 1; i <= DEVICE_DIGITS; i++) {
            int digit = Character.digit(bytes[at + i], 16);
            if (digit < 0) {
                return false;
            }
            device = device << 4 | digit;
        }
        int stripe = DeviceLocks.stripe(device);
        if (seen.get(stripe)) {
            repeated.set(stripe);
        } else {
            seen.set(stripe);
        }
        if (bytes[at] == 'W') {
            written.set(stripe);
        }
        return true;
    }

    /**
     * Returns the next stripe of a device that several requests concern, at or after the given one; negative if there
     * is none.
     */
    int nextRepeated(int from) {
        return repeated.nextSetBit(from);
    }

    /** Returns whether a request writes to a device of this stripe. */
    boolean writes(int stripe) {
        return written.get(stripe);
    }
}
