package io.wwep.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wwep.client.WwepClient;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

// tag::test[]
@ExtendWith(WwepServerExtension.class)
class LampTest {

    @Test
    void aWriteWithATruncatedReplyMayHaveBeenExecuted(WwepTestServer server) throws Exception {
        server.fault(Fault.close().inReply());
        try (WwepClient client = server.client().build()) {
            WwepException lost = assertThrows(WwepException.class, () -> client.write(0x0FAC, 0x0B, 1));
            assertEquals(Delivery.UNKNOWN, lost.delivery());
            client.write(0x0FAC, 0x0B, 1); // switching it on again does no harm
        }
        assertEquals(2, server.exchanges());
    }
}
// end::test[]
