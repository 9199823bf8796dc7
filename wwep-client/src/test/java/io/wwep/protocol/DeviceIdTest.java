package io.wwep.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceIdTest {

    @Test
    void aDeviceIdIsANumberOfSixteenBits() {
        for (int value : new int[] {0, 1, 0x0FAC, 0xFFFF}) {
            assertThat(DeviceId.of(value).value()).isEqualTo(value);
        }
    }

    @Test
    void aNumberOutOfRangeIsRejectedWithTheRange() {
        assertOutOfRange(-1, "device id -1 (hex) is out of range: it must be 0000 to FFFF");
        assertOutOfRange(0x10000, "device id 10000 (hex) is out of range: it must be 0000 to FFFF");
        assertOutOfRange(Integer.MAX_VALUE, "device id 7FFFFFFF (hex) is out of range: it must be 0000 to FFFF");
        assertOutOfRange(Integer.MIN_VALUE, "device id -80000000 (hex) is out of range: it must be 0000 to FFFF");
    }

    private static void assertOutOfRange(int value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceId.of(value))
                .withMessage(message);
    }

    @Test
    void fourDigitsOfEitherCaseAreADeviceId() {
        assertThat(DeviceId.parse("0FAC")).isEqualTo(DeviceId.of(0x0FAC));
        assertThat(DeviceId.parse("0fac")).isEqualTo(DeviceId.of(0x0FAC));
        assertThat(DeviceId.parse("0fAc")).isEqualTo(DeviceId.of(0x0FAC));
        assertThat(DeviceId.parse("0000")).isEqualTo(DeviceId.of(0));
        assertThat(DeviceId.parse("FFFF")).isEqualTo(DeviceId.of(0xFFFF));
    }

    @Test
    void anyOtherTextIsNotADeviceId() {
        for (String text : List.of(
                "",
                "F",
                "FAC",
                "00FAC",
                "0x0F",
                "0x0FAC",
                " FAC",
                "0FAC ",
                "-FAC",
                "+FAC",
                "0FAG",
                "0F C",
                "@FAC",
                "0F`C",
                "0FAC\n",
                "0F\u0661\u0662",
                "0F\uFF21C",
                "0FA\u0141")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DeviceId.parse(text))
                    .withMessageContaining("is not a device id: give four hexadecimal digits, as in 0FAC");
        }
    }

    @Test
    void theErrorShowsTheTextOnOneLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceId.parse("0F\n\u0661"))
                .withMessageStartingWith("'0F\\n\\u0661' is not a device id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceId.ofMac("00:A0\r\n\0"))
                .withMessageStartingWith("'00:A0\\r\\n\\x00' is not a MAC address");
    }

    @Test
    void theDeviceIdOfABoardIsTheSumOfItsMacAddressInEveryNotation() {
        for (String mac : List.of(
                "00:A0:50:01:02:03",
                "00:a0:50:01:02:03",
                "00-A0-50-01-02-03",
                "00.A0.50.01.02.03",
                "00A0.5001.0203",
                "00a0.5001.0203",
                "00A050010203",
                "00a050010203")) {
            assertThat(DeviceId.ofMac(mac)).as(mac).isEqualTo(DeviceId.of(0x00F6));
        }
        assertThat(DeviceId.ofMac(new byte[] {0x00, (byte) 0xA0, 0x50, 0x01, 0x02, 0x03}))
                .isEqualTo(DeviceId.of(0x00F6));
    }

    @Test
    void octetsAreUnsigned() {
        assertThat(DeviceId.ofMac("FF:FF:FF:FF:FF:FF")).isEqualTo(DeviceId.of(0x05FA));
        assertThat(DeviceId.ofMac(new byte[] {-1, -1, -1, -1, -1, -1})).isEqualTo(DeviceId.of(0x05FA));
        assertThat(DeviceId.ofMac("00:00:00:00:00:00")).isEqualTo(DeviceId.of(0));
    }

    @Test
    void anyOtherTextIsNotAMacAddress() {
        for (String text : List.of(
                "",
                "00:A0:50:01:02",
                "00:A0:50:01:02:03:04",
                "00:A0:50:01:02:",
                ":A0:50:01:02:03",
                "00:A0-50:01-02:03",
                "00:A0:50:01:02-03",
                "00:A0:5001:02:03",
                "00A0:5001:0203",
                "00A0-5001-0203",
                "00A0.5001:0203",
                "00A0.5001.02.03",
                "00A050.010203",
                "00 A0 50 01 02 03",
                "0:A0:50:1:2:3",
                "00::A0:50:01:02:03",
                "00:A0:50:01:02:0G",
                "00:A0:50:01:02:_3",
                "0_A050010203",
                "+0A050010203",
                "00A05001020",
                "00A0500102030",
                " 00:A0:50:01:02:03",
                "00:A0:50:01:02:03\n",
                "00:A0:50:01:02:0\u0663")) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> DeviceId.ofMac(text))
                    .withMessageContaining(
                            "is not a MAC address: give twelve hexadecimal digits, as in 00:A0:50:01:02:03");
        }
    }

    @Test
    void aMacAddressHasSixOctets() {
        for (int octets : new int[] {0, 5, 7, 8}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DeviceId.ofMac(new byte[octets]))
                    .withMessage("a MAC address has six octets, but " + octets + " were given");
        }
    }

    @Test
    void thisMachinesIdComesFromItsFirstInterfaceThatIsUpOrElseItsFirst() throws SocketException {
        TreeMap<Integer, byte[]> up = new TreeMap<>();
        TreeMap<Integer, byte[]> all = new TreeMap<>();
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            byte[] mac = network.getHardwareAddress();
            if (mac != null && mac.length == 6) {
                all.put(network.getIndex(), mac);
                if (network.isUp()) {
                    up.put(network.getIndex(), mac);
                }
            }
        }

        if (all.isEmpty()) {
            assertThatIllegalStateException()
                    .isThrownBy(DeviceId::ofThisMachine)
                    .withMessage("this machine has no network interface with a MAC address: give the device id itself");
        } else {
            byte[] first = (up.isEmpty() ? all : up).firstEntry().getValue();
            assertThat(DeviceId.ofThisMachine()).isEqualTo(DeviceId.ofMac(first));
        }
    }

    @Test
    void theFirstInterfaceThatIsUpAndHasAMacAddressGivesTheId() {
        Network loopback = new Network(true, null);
        Network tunnel = new Network(true, new byte[] {1, 2, 3, 4});
        Network down = new Network(false, mac(1));
        Network up = new Network(true, mac(2));

        assertThat(idAmong(loopback, tunnel, down, up, new Network(true, mac(3))))
                .hasValue(DeviceId.of(2));
        assertThat(idAmong(loopback, tunnel, down, new Network(false, mac(2)))).hasValue(DeviceId.of(1));
        assertThat(idAmong(loopback, tunnel)).isEmpty();
        assertThat(idAmong()).isEmpty();
    }

    @Test
    void anInterfaceThatIsGoneMeanwhileIsIgnored() {
        Network gone = new Network(true, mac(1));
        Network up = new Network(true, mac(2));
        DeviceId.Property<Network, Boolean> isUp = network -> {
            requireExisting(network, gone);
            return network.isUp();
        };
        DeviceId.Property<Network, byte[]> mac = network -> {
            requireExisting(network, gone);
            return network.mac();
        };

        assertThat(DeviceId.ofFirst(List.of(gone, up), isUp, Network::mac)).hasValue(DeviceId.of(2));
        assertThat(DeviceId.ofFirst(List.of(gone, up), Network::isUp, mac)).hasValue(DeviceId.of(2));
        assertThat(DeviceId.ofFirst(List.of(gone), isUp, mac)).isEmpty();
    }

    private static void requireExisting(Network network, Network gone) throws SocketException {
        if (network == gone) {
            throw new SocketException("No such device");
        }
    }

    /** A class, since a record with an array would compare it by identity. */
    private static final class Network {

        private final boolean isUp;
        private final byte @Nullable [] mac;

        Network(boolean isUp, byte @Nullable [] mac) {
            this.isUp = isUp;
            this.mac = mac;
        }

        boolean isUp() {
            return isUp;
        }

        byte @Nullable [] mac() {
            return mac;
        }
    }

    private static Optional<DeviceId> idAmong(Network... networks) {
        return DeviceId.ofFirst(List.of(networks), Network::isUp, Network::mac);
    }

    private static byte[] mac(int last) {
        return new byte[] {0, 0, 0, 0, 0, (byte) last};
    }

    @Test
    void idsWithTheSameValueAreEqual() {
        DeviceId id = DeviceId.of(0x0FAC);

        assertThat(id)
                .isEqualTo(DeviceId.parse("0FAC"))
                .hasSameHashCodeAs(DeviceId.parse("0FAC"))
                .isNotEqualTo(DeviceId.of(0x0FAD))
                .isNotEqualTo(null)
                .isNotEqualTo("0FAC");
        assertThat(id.hashCode()).isNotEqualTo(DeviceId.of(0x0FAD).hashCode());
    }

    @Test
    void idsAreOrderedByValue() {
        assertThat(new TreeSet<>(
                        List.of(DeviceId.of(0xFFFF), DeviceId.of(0x7FFF), DeviceId.of(0), DeviceId.of(0x8000))))
                .map(DeviceId::toString)
                .containsExactly("0000", "7FFF", "8000", "FFFF");
        assertThat(DeviceId.of(0x0FAC)).isEqualByComparingTo(DeviceId.parse("0fac"));
    }
}
