package io.wwep.docs.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepDevice;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the README shows of the client. */
class ReadmeExample extends LabExample {

    @Test
    @SuppressWarnings("UnusedVariable")
    void tenLines() throws Exception {
        // tag::ten-lines[]
        try (WwepClient client = WwepClient.create("localhost").connect()) { // port 27708; fails fast
            client.write(0x0FAC, 0x0B, 0x1234); // verified: X throws WwepRefusedException
            int value = client.read(0x0FAC, 0x0B);
            OptionalInt maybe = client.find(0x0BAC, 0x0B); // X is empty
            WwepReply reply = client.exchange(WwepRequest.read(0x0FAC, 0x0B)); // A or X, as data
            reply.verify(); // X throws
            WwepDevice lamp = client.device(DeviceId.ofMac("00:A0:50:01:02:03")); // 00F6
            lamp.write(0x05, 1).write(0x06, 0);
        }
        // end::ten-lines[]
        assertThat(server().statistics().connections()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("UnusedVariable")
    void threeLines() throws Exception {
        try (WwepClient client = WwepClient.create("wwep.local").connect()) {
            client.write(0x0FAC, 0x0B, 0x1234);
            int value = client.read(0x0FAC, 0x0B);
        }
        assertThat(server().statistics().connections()).isEqualTo(1);
    }

    @Test
    void requestsAndRepliesAsData() throws Exception {
        try (WwepClient client = WwepClient.create("wwep.local").connect()) {
            WwepRequest request = WwepRequest.write(DeviceId.ofMac("00:A0:50:01:02:03"), 0x05, 1); // W00F6050001
            WwepReply reply = client.exchange(request);
            if (reply instanceof WwepReply.Refused refused) {
                System.out.println(request + " was refused: " + refused); // X, and what the server says
            }
            assertThat(reply).hasToString("A00F6050001");
        }
    }

    @Test
    void manyAtOnce() throws Exception {
        try (WwepClient client = WwepClient.create("wwep.local").connect()) {
            WwepDevice lamp = client.device(0x0FAC);
            lamp.write(0x00, new int[16]);
            List<WwepRequest> requests = List.of(WwepRequest.read(0x0FAC, 0x05), WwepRequest.read(0x0BAC, 0x0B));
            // tag::many[]
            int[] values = lamp.read(0x00, 16); // registers 00 to 0F, sent together
            List<OptionalInt> known = lamp.find(0x00, 32); // empty where a register was never written
            List<WwepReply> replies =
                    client.exchangeAll(requests); // in the order of the requests; a refusal in its place
            CompletableFuture<Integer> later = lamp.readAsync(0x05);
            // end::many[]
            assertThat(values).hasSize(16).containsOnly(0);
            assertThat(known).hasSize(32).contains(OptionalInt.of(0), OptionalInt.empty());
            assertThat(replies).hasSize(2).last().isInstanceOf(WwepReply.Refused.class);
            assertThat(later.get()).isZero();
        }
    }

    @Test
    void tls() throws Exception {
        // tag::tls[]
        WwepTls tls = WwepTls.trusting(Path.of("certs/wwep-demo-root-ca.pem")) // PEM in, no keystore
                .expectingName("wwep.local"); // for a server known by its address
        try (WwepClient client = WwepClient.create("10.0.0.7").tls(tls).connect()) { // port 40508
            client.write(0x0FAC, 0x0B, 0x1234);
        }
        // end::tls[]
        assertThat(server().statistics().connections()).isEqualTo(1);
    }
}
