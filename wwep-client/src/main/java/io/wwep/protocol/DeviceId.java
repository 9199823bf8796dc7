package io.wwep.protocol;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The id of a WWEP device, 0000 to FFFF. Each device has its own 256 registers.
 *
 * <p>The course derives a board's id from its network hardware: the sum of the six octets of the
 * MAC address, so that 00:A0:50:01:02:03 is device 00F6.
 *
 * <p>Immutable; two ids of the same value are equal.
 */
public final class DeviceId implements Comparable<DeviceId> {

    private static final int MAC_OCTETS = 6;
    private static final byte[] NO_MAC = {};
    private static final Pattern ID = Pattern.compile("\\p{XDigit}{4}");
    private static final Pattern MAC = Pattern.compile("\\p{XDigit}{2}([:.-])\\p{XDigit}{2}(\\1\\p{XDigit}{2}){4}"
            + "|\\p{XDigit}{4}(\\.\\p{XDigit}{4}){2}"
            + "|\\p{XDigit}{12}");

    private final int value;

    private DeviceId(int value) {
        this.value = value;
    }

    /**
     * {@return the device id of this value}
     *
     * @param value 0 to 0xFFFF
     * @throws IllegalArgumentException if the value is out of range
     */
    public static DeviceId of(int value) {
        Ranges.device(value);
        return new DeviceId(value);
    }

    /**
     * {@return the device id with this wire text}
     *
     * @param text four hexadecimal digits of either case, such as {@code "0FAC"}
     * @throws IllegalArgumentException if the text is anything else
     */
    public static DeviceId parse(String text) {
        Objects.requireNonNull(text, "text");
        if (!ID.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + WireText.escape(text) + "' is not a device id: give four hexadecimal digits, as in 0FAC");
        }
        return new DeviceId(HexFormat.fromHexDigits(text));
    }

    /**
     * {@return the id of the board with this MAC address: the sum of its six octets}
     *
     * @param mac twelve hexadecimal digits of either case: in pairs separated by {@code :}, {@code -} or
     *     {@code .}, in groups of four separated by {@code .} (00a0.5001.0203), or without separators
     * @throws IllegalArgumentException if the text is anything else
     */
    public static DeviceId ofMac(String mac) {
        Objects.requireNonNull(mac, "mac");
        if (!MAC.matcher(mac).matches()) {
            throw new IllegalArgumentException("'"
                    + WireText.escape(mac)
                    + "' is not a MAC address: give twelve hexadecimal digits, as in 00:A0:50:01:02:03");
        }
        return ofMac(HexFormat.of().parseHex(mac.replaceAll("[:.-]", "")));
    }

    /**
     * {@return the id of the board with this MAC address: the sum of its six octets}
     *
     * @param mac six octets
     * @throws IllegalArgumentException if there are not six
     */
    public static DeviceId ofMac(byte[] mac) {
        Objects.requireNonNull(mac, "mac");
        if (mac.length != MAC_OCTETS) {
            throw new IllegalArgumentException("a MAC address has six octets, but " + mac.length + " were given");
        }
        int sum = 0;
        for (byte octet : mac) {
            sum += octet & 0xFF;
        }
        return new DeviceId(sum);
    }

    /**
     * {@return the id of this machine, from the MAC address of its first network interface that has
     * one: the lowest index among those that are up, otherwise among all}
     *
     * @throws IllegalStateException if no interface of this machine has a MAC address of six octets
     */
    public static DeviceId ofThisMachine() {
        try {
            List<NetworkInterface> all = NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparing(NetworkInterface::getIndex))
                    .toList();
            return ofFirst(all, NetworkInterface::isUp, NetworkInterface::getHardwareAddress)
                    .orElseThrow(() -> noMacHere(null));
        } catch (SocketException e) {
            throw noMacHere(e);
        }
    }

    /** {@return the id as a number, 0 to 0xFFFF} */
    public int value() {
        return value;
    }

    @Override
    public int compareTo(DeviceId other) {
        Objects.requireNonNull(other, "other");
        return Integer.compare(value, other.value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeviceId device && device.value == value;
    }

    @Override
    public int hashCode() {
        return value;
    }

    /** {@return the id as on the wire: four digits, upper case} */
    @Override
    public String toString() {
        byte[] digits = new byte[4];
        Hex.putFour(value, digits, 0);
        return WireText.of(digits);
    }

    /** Something that an interface has, as long as it exists. */
    interface Property<T, R> {
        @Nullable
        R of(T network) throws SocketException;
    }

    /** The id of the first interface with a MAC address: among those that are up, otherwise among all. */
    static <T> Optional<DeviceId> ofFirst(List<T> networks, Property<T, Boolean> isUp, Property<T, byte[]> mac) {
        return Stream.concat(networks.stream().filter(network -> valueOr(false, isUp, network)), networks.stream())
                .map(network -> valueOr(NO_MAC, mac, network))
                .filter(octets -> octets.length == MAC_OCTETS)
                .findFirst()
                .map(DeviceId::ofMac);
    }

    private static <T, R> R valueOr(R otherwise, Property<T, R> property, T network) {
        try {
            R value = property.of(network);
            return value == null ? otherwise : value;
        } catch (SocketException e) {
            return otherwise;
        }
    }

    private static IllegalStateException noMacHere(@Nullable SocketException cause) {
        return new IllegalStateException(
                "this machine has no network interface with a MAC address: give the device id itself", cause);
    }
}
