package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SelectedChannelTest {

    private static final int ROUNDS = 100;

    @Test
    void aWaitThatBeginsAsTheChannelIsClosedLeavesNoSelectorOpen() throws Exception {
        assumeTrue(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean,
                "this system does not count descriptors");
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (ServerSocket mute = new ServerSocket(0, 2 * ROUNDS, InetAddress.getLoopbackAddress())) {
            long before = system.getOpenFileDescriptorCount();
            for (int i = 0; i < ROUNDS; i++) {
                SelectedChannel channel = new SelectedChannel(SocketChannel.open(mute.getLocalSocketAddress()));
                channel.close();
                long until = System.nanoTime() + Duration.ofHours(1).toNanos();
                assertThatThrownBy(() -> channel.awaitRoom(until)).isInstanceOf(ClosedChannelException.class);
            }
            assertThat(system.getOpenFileDescriptorCount()).isLessThan(before + ROUNDS);
        }
    }
}
