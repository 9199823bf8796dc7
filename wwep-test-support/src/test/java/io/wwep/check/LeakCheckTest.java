package io.wwep.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LeakCheckTest {

    @Test
    void aRunningThreadIsReportedAndAnEndedOneIsNot() throws Exception {
        Resources before = Resources.now();
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(() -> await(end), "left-behind");
        thread.start();

        assertThat(Resources.now().since(before)).singleElement().asString().contains("left-behind");

        end.countDown();
        thread.join();
        assertThat(Resources.now().since(before)).isEmpty();
    }

    @Test
    void aRunningVirtualThreadIsReported() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads need Java 21");
        Resources before = Resources.now();
        CountDownLatch end = new CountDownLatch(1);
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Thread thread = (Thread) Class.forName("java.lang.Thread$Builder")
                .getMethod("start", Runnable.class)
                .invoke(builder, (Runnable) () -> await(end));

        assertThat(Resources.now().since(before)).singleElement().asString().contains("virtual");

        end.countDown();
        thread.join();
        assertThat(Resources.now().since(before)).isEmpty();
    }

    @Test
    void anOpenSocketIsReportedAndAClosedOneIsNot() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "sockets are found through /proc");
        Resources before = Resources.now();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
            assertThat(Resources.now().since(before)).singleElement().asString().contains("socket");
        }
        assertThat(Resources.now().since(before)).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
