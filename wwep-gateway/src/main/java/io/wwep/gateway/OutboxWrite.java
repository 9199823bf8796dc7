package io.wwep.gateway;

import io.wwep.protocol.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A write that an outbox has accepted: {@link GatewayDevice#enqueue}. Immutable.
 *
 * @param endpoint the name of the endpoint
 * @param device the device's id
 * @param register the first register, 0 to 0xFF
 * @param values the contents of the registers, one for each, 0 to 0xFFFF
 * @param acceptedAt when it was accepted, by this machine's clock
 * @param expiresAt after this time, it is not sent
 * @param sequence higher than that of each write accepted before
 * @param mask the bits that it changes: 0xFFFF for whole registers, otherwise some bits of one register
 */
public record OutboxWrite(
        String endpoint,
        DeviceId device,
        int register,
        List<Integer> values,
        Instant acceptedAt,
        Instant expiresAt,
        long sequence,
        int mask) {

    /** All bits of a register. */
    static final int WHOLE = 0xFFFF;

    /**
     * Copies the list.
     *
     * @param endpoint the name of the endpoint
     * @param device the device's id
     * @param register the first register, 0 to 0xFF
     * @param values the contents of the registers, one for each, 0 to 0xFFFF
     * @param acceptedAt when it was accepted, by this machine's clock
     * @param expiresAt after this time, it is not sent
     * @param sequence higher than that of each write accepted before
     * @param mask the bits that it changes: 0xFFFF for whole registers, otherwise some bits of one register
     */
    public OutboxWrite {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        values = List.copyOf(Objects.requireNonNull(values, "values"));
    }

    boolean isPartial() {
        return mask != WHOLE;
    }

    /** Returns whether both writes have a register in common. */
    boolean overlaps(OutboxWrite other) {
        return device.equals(other.device)
                && endpoint.equals(other.endpoint)
                && register < other.register + other.values.size()
                && other.register < register + values.size();
    }

    /** Returns whether nothing useful remains of an overlapping older write once this one is carried out. */
    boolean supersedes(OutboxWrite older) {
        return overlaps(older) && (!isPartial() || (older.isPartial() && (older.mask & ~mask) == 0));
    }

    /** Returns what a register holds once this write is carried out, given what it held before. */
    int applyTo(int index, int current) {
        return (current & ~mask & WHOLE) | (values.get(index) & mask);
    }

    /** Returns this write with the bits that a newer one changes. */
    OutboxWrite with(OutboxWrite newer) {
        List<Integer> changed = new ArrayList<>(values);
        for (int i = 0; i < changed.size(); i++) {
            int index = register + i - newer.register;
            if (index >= 0 && index < newer.values.size()) {
                changed.set(i, newer.applyTo(index, changed.get(i)));
            }
        }
        return new OutboxWrite(endpoint, device, register, changed, acceptedAt, expiresAt, sequence, mask);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("write ")
                .append(sequence)
                .append(" of ")
                .append(device)
                .append(String.format(" register %02X at endpoint '%s':", register, endpoint));
        values.forEach(value -> text.append(String.format(" %04X", value)));
        return isPartial() ? text.append(String.format(" (bits %04X)", mask)).toString() : text.toString();
    }
}
