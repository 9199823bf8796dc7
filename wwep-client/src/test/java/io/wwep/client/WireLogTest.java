package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.protocol.WwepRequest;
import org.junit.jupiter.api.Test;

class WireLogTest {

    @Test
    void connectionsAreLoggedAtDebugAndMessagesWithDirectionAndConnectionAtTrace() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(acceptingOne(), acceptingOne());
                LogCapture log = new LogCapture("io.wwep.client");
                WwepClient client = peer.client().build()) {
            client.write(0x0FAC, 0x0B, 0x1234);
            client.exchange(WwepRequest.read(0x0FAC, 0x0B));
            String server = "127.0.0.1:" + peer.port();
            assertThat(log.lines())
                    .containsExactly(
                            "DEBUG #1 " + server + " connected",
                            "TRACE #1 " + server + " > W0FAC0B1234",
                            "TRACE #1 " + server + " < A0FAC0B1234",
                            "DEBUG " + server
                                    + " closes after a reply: from now on each exchange opens a connection of its own",
                            "DEBUG #1 " + server + " closed",
                            "DEBUG #2 " + server + " connected",
                            "TRACE #2 " + server + " > R0FAC0B",
                            "TRACE #2 " + server + " < A0FAC0B1234",
                            "DEBUG #2 " + server + " closed");
        }
    }
}
