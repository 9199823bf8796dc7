package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order the addresses of a name are tried. */
class AddressOrderTest {

    private static List<InetAddress> addresses(String... literals) {
        return Arrays.stream(literals).map(AddressOrderTest::address).toList();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theFamiliesAlternateFromThatOfTheFirstAddress() {
        assertThat(AddressRace.order(addresses("::1", "::2", "::3", "10.0.0.1", "10.0.0.2"), null))
                .isEqualTo(addresses("::1", "10.0.0.1", "::2", "10.0.0.2", "::3"));
    }

    @Test
    void addressesOfOneFamilyKeepTheOrderOfTheResolver() {
        assertThat(AddressRace.order(addresses("10.0.0.2", "10.0.0.1"), null))
                .isEqualTo(addresses("10.0.0.2", "10.0.0.1"));
    }

    @Test
    void theAddressThatLastWorkedComesFirst() {
        assertThat(AddressRace.order(addresses("::1", "::2", "10.0.0.1", "10.0.0.2"), address("10.0.0.2")))
                .isEqualTo(addresses("10.0.0.2", "::1", "10.0.0.1", "::2"));
    }

    @Test
    void anAddressThatTheNameNoLongerHasIsNotTried() {
        assertThat(AddressRace.order(addresses("10.0.0.1", "10.0.0.2"), address("10.0.0.3")))
                .isEqualTo(addresses("10.0.0.1", "10.0.0.2"));
    }
}
