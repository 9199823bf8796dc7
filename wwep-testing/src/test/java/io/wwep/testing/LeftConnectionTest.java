package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of a gateway that forgets to close its client, and one that does not. */
class LeftConnectionTest {

    private static final List<WwepClient> FORGOTTEN = new ArrayList<>();

    @ExtendWith(WwepServerExtension.class)
    static class Forgetful {

        @Test
        void lamp(WwepTestServer server) throws WwepException {
            WwepClient client = server.client().build();
            FORGOTTEN.add(client);
            client.write(0x0FAC, 0x0B, 1);
        }
    }

    @Test
    void aTestThatLeavesAConnectionOpenFailsAndIsToldWhy() {
        assertThat(FailedTests.run(Forgetful.class))
                .contains(
                        "the test has left 1 connection to the server open: close its clients, best by try-with-resources",
                        "1 > W0FAC0B0001");
        FORGOTTEN.forEach(WwepClient::close);
    }

    @Test
    void aTestThatClosesItsClientPasses() {
        assertThat(FailedTests.run(LampTest.class)).isEmpty();
    }
}
