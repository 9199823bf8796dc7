package io.wwep.examples.check;

import io.wwep.protocol.DeviceId;
import io.wwep.tls.WwepTls;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to check. Without a plain port, the protocol is checked over TLS.
 *
 * @param host the server's name or address
 * @param plainPort the server's plain port, 1 to 65535; null if only TLS is to be checked
 * @param tlsPort the server's TLS port, 1 to 65535; null if only plain TCP is to be checked
 * @param tls the trust to use on the TLS port; null to check only the plain port
 * @param device the device whose registers the check writes; any but {@link #OTHER_DEVICE}
 */
public record CheckSettings(
        String host,
        @Nullable Integer plainPort,
        @Nullable Integer tlsPort,
        @Nullable WwepTls tls,
        CheckProfile profile,
        DeviceId device) {

    /** The device that is written by default. */
    public static final DeviceId DEVICE = DeviceId.of(0xFFFE);

    /** The second device that is written, in each check. */
    public static final DeviceId OTHER_DEVICE = DeviceId.of(0xFFFD);

    private static final int MAX_PORT = 65_535;

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if there is no port, a port is out of range, both are the same, the TLS port and the
     *     trust do not come together, or the device is {@link #OTHER_DEVICE}
     */
    public CheckSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(device, "device");
        if (plainPort == null && tlsPort == null) {
            throw new IllegalArgumentException("there is no port to check; give a plain port, a TLS port or both");
        }
        if (plainPort != null && plainPort.equals(tlsPort)) {
            throw new IllegalArgumentException(
                    "the plain port and the TLS port are both " + plainPort + "; they must differ");
        }
        if ((tlsPort == null) != (tls == null)) {
            throw new IllegalArgumentException("a TLS port needs TLS settings, and these need a TLS port");
        }
        if (device.equals(OTHER_DEVICE)) {
            throw new IllegalArgumentException("device " + OTHER_DEVICE
                    + " is the second device that each check writes; give another one, such as " + DEVICE);
        }
        requirePort(plainPort);
        requirePort(tlsPort);
    }

    private static void requirePort(@Nullable Integer port) {
        if (port != null && (port < 1 || port > MAX_PORT)) {
            throw new IllegalArgumentException(port + " is not a port: it must be 1 to " + MAX_PORT);
        }
    }

    /** {@return the server with its ports, as reports show it} */
    public String server() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        if (plainPort == null) {
            return name + ":" + tlsPort + " with TLS";
        }
        return name + ":" + plainPort + (tlsPort == null ? "" : " and " + name + ":" + tlsPort + " with TLS");
    }
}
