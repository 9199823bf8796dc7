package io.wwep.examples;

import io.wwep.protocol.DeviceId;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The device that a program acts as.
 *
 * @param origin where its id comes from
 * @param mac the MAC address whose octets add up to the id; null if the id was given
 */
record DeviceChoice(DeviceId id, String origin, @Nullable String mac) {

    /** The MAC address of the board that the course describes. */
    static final String COURSE_MAC = "00:A0:50:01:02:03";

    private static final int OCTETS = 6;
    private static final HexFormat WITH_COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    static DeviceChoice ofMac(String mac, String origin) {
        DeviceId id = DeviceId.ofMac(mac);
        byte[] octets = HexFormat.of().parseHex(mac.replaceAll("[:.-]", ""));
        return new DeviceChoice(id, origin, WITH_COLONS.formatHex(octets));
    }

    static DeviceChoice courseBoard() {
        return ofMac(COURSE_MAC, "the course's board");
    }

    /** Returns this machine, or the course's board if this machine has no visible MAC address. */
    static DeviceChoice thisMachine() {
        try {
            DeviceId id = DeviceId.ofThisMachine();
            return new DeviceChoice(id, "this machine", macOfThisMachine(id).orElse(null));
        } catch (IllegalStateException e) {
            return ofMac(COURSE_MAC, "the course's board, since this machine has no visible MAC address");
        }
    }

    /** Returns the address that yields this id; a machine can have several. */
    private static Optional<String> macOfThisMachine(DeviceId id) {
        try {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                byte[] mac = each.getHardwareAddress();
                if (mac != null && mac.length == OCTETS && DeviceId.ofMac(mac).equals(id)) {
                    return Optional.of(WITH_COLONS.formatHex(mac));
                }
            }
        } catch (SocketException e) {
            // An interface disappeared meanwhile; the id is known anyway.
        }
        return Optional.empty();
    }

    /** Returns lines for the user: the id, and how it is computed from the MAC address. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("device  " + this));
        if (mac != null) {
            lines.add(String.format(
                    Locale.ROOT, "MAC     %s, and %s = %s is the device's id", mac, mac.replace(":", " + "), id));
        }
        return lines;
    }

    @Override
    public String toString() {
        return id + " (" + origin + ")";
    }
}
