package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that the extension detects clients that were not closed. */
class OpenConnectionTest {

    private static final List<WwepClient> OPEN_CLIENTS = new ArrayList<>();

    @ExtendWith(WwepServerExtension.class)
    static class WithoutClose {

        @Test
        void lamp(WwepTestServer server) throws WwepException {
            WwepClient client = server.client().build();
            OPEN_CLIENTS.add(client);
            client.write(0x0FAC, 0x0B, 1);
        }
    }

    @Test
    void aTestThatLeavesAConnectionOpenFailsWithAReason() {
        assertThat(FailedTests.run(WithoutClose.class))
                .contains(
                        "the test left 1 connection to the server open: close its clients, preferably with try-with-resources",
                        "1 > W0FAC0B0001");
        OPEN_CLIENTS.forEach(WwepClient::close);
    }

    @Test
    void aTestThatClosesItsClientPasses() {
        assertThat(FailedTests.run(LampTest.class)).isEmpty();
    }
}
