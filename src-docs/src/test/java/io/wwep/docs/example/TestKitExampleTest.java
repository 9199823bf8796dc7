package io.wwep.docs.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.testing.Fault;
import io.wwep.testing.OverTls;
import io.wwep.testing.Transcript;
import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How to test with the test kit. */
@ExtendWith(WwepServerExtension.class)
class TestKitExampleTest {

    @Test
    void answersAsTold() throws Exception {
        // tag::enqueue[]
        try (WwepTestServer server = WwepTestServer.start();
                WwepClient client = server.client().build()) {
            server.enqueue(WwepReply.refused("Database Full"));
            assertThrows(WwepRefusedException.class, () -> client.write(0x0FAC, 0x0B, 0x1234));
            assertEquals(
                    "W0FAC0B1234", server.takeRequest(Duration.ofSeconds(1)).text());
        }
        // end::enqueue[]
    }

    @Test
    void failsAsTold(@OverTls WwepTestServer server) {
        // tag::faults[]
        server.fault(Fault.close().afterRequest()); // once
        server.fault(Fault.stall().inHandshake().untilCleared()); // on each connection
        // end::faults[]
        server.clearFaults();
    }

    // tag::over-tls[]
    @Test
    void theLampIsSwitchedOverTls(@OverTls WwepTestServer server) throws Exception {
        try (WwepClient client = server.client().build()) { // trusts the server's certificate
            client.write(0x0FAC, 0x05, 1);
        }
        assertEquals(1, server.find(0x0FAC, 0x05).orElseThrow());
    }
    // end::over-tls[]

    @Test
    void plays(WwepTestServer field) throws Exception {
        field.fault(Fault.truncatedReply().afterRequest());
        try (WwepClient client = field.client().build()) {
            assertThrows(WwepException.class, () -> client.write(0x0FAC, 0x05, 1));
        }
        String log = field.transcript().toString();
        // tag::replay[]
        try (WwepTestServer server = WwepTestServer.replaying(Transcript.parse(log))) { // of the field
            try (WwepClient client = server.client().build()) {
                assertThrows(WwepException.class, () -> client.write(0x0FAC, 0x05, 1));
            }
            server.verifyReplay(); // all of it happened again
        }
        // end::replay[]
    }
}
