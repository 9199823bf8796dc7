package io.wwep.examples;

import io.wwep.protocol.DeviceId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Selects the device that a program acts as, by its id or by its MAC address, but not both. */
final class DeviceOptions {

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = HexNumber.class,
            description = "The device's id, 0000 to FFFF (hexadecimal).")
    private @Nullable Integer device;

    @Option(
            names = "--mac",
            paramLabel = "MAC",
            description = "The device's MAC address, as in 00:A0:50:01:02:03; the sum of its octets is the id.")
    private @Nullable String mac;

    /** Returns the device that the options name. */
    Optional<DeviceChoice> choice() {
        Integer id = device;
        String address = mac;
        if (id != null) {
            return Optional.of(
                    BadUsageException.ifInvalid(() -> new DeviceChoice(DeviceId.of(id), "from --device", null)));
        }
        if (address != null) {
            return Optional.of(BadUsageException.ifInvalid(() -> DeviceChoice.ofMac(address, "from --mac")));
        }
        return Optional.empty();
    }
}
