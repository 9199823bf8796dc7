package io.wwep.examples.lab.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
@Timeout(120)
class SlowPageTest {

    private static final String BLOCK = "x".repeat(200_000);
    private static final int BLOCKS = 80;

    private final HttpService service = new HttpService(0);
    private InetSocketAddress address = new InetSocketAddress(0);

    @BeforeEach
    void start() throws IOException {
        address = service.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(),
                new HostCheck(null),
                new Sessions(null));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private RawHttp stream(String... headers) throws IOException {
        RawHttp stream = new RawHttp(address);
        stream.send(stream.request("GET", "/api/events", "", headers));
        assertThat(stream.head().status()).isEqualTo(200);
        stream.lineWith("retry: ");
        return stream;
    }

    @Test
    void aPageThatDoesNotReadIsCutOffAndOthersLoseNothing() throws IOException {
        try (RawHttp slow = stream();
                RawHttp other = stream()) {
            // More than the buffers of both systems and the lab hold.
            for (int id = 1; id <= BLOCKS; id++) {
                service.streams().publish(id, "exchange", BLOCK);
                other.lineWith("id: " + id);
                assertThat(other.lineWith("data: ")).hasSize("data: ".length() + BLOCK.length());
            }
            assertThat(slow.readToEnd()).isLessThan((long) BLOCKS * BLOCK.length());
        }
    }

    @Test
    void aPageThatComesBackToTooMuchLoadsTheStateAgain() throws IOException {
        for (int id = 1; id <= 3; id++) {
            service.streams().publish(id, "exchange", BLOCK);
        }
        try (RawHttp first = stream("Last-Event-ID: 0")) {
            first.lineWith("id: 3");
        }
        try (RawHttp again = stream("Last-Event-ID: 0")) {
            assertThat(again.lineWith("event: ")).isEqualTo("event: reload");
        }
        try (RawHttp again = stream("Last-Event-ID: 2")) {
            assertThat(again.lineWith("id: ")).isEqualTo("id: 3");
            assertThat(again.lineWith("event: ")).isEqualTo("event: exchange");
        }
    }

    @Test
    void aPageThatMissedMoreThanIsKeptLoadsTheStateAgain() throws IOException {
        for (int id = 1; id <= EventStreams.KEPT + 1; id++) {
            service.streams().publish(id, "device", "{}");
        }
        try (RawHttp first = stream()) {
            service.streams().publish(EventStreams.KEPT + 2, "device", "{}");
            first.lineWith("id: " + (EventStreams.KEPT + 2));
        }
        try (RawHttp again = stream("Last-Event-ID: 1")) {
            assertThat(again.lineWith("event: ")).isEqualTo("event: reload");
        }
        try (RawHttp again = stream("Last-Event-ID: 2")) {
            assertThat(again.lineWith("id: ")).isEqualTo("id: 3");
        }
    }
}
