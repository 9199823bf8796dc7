package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client accepts as a reply, and what it does with the connection afterward. */
class ReplyFramingTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    @Test
    void aReplyMayArriveByteByByte() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.sendByteByByte("A0FAC0B1234");
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void aReplyMayArriveInTwoHalvesWithAPause() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("A0FAC").pause().pause().send("0B1234");
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void aReplyMayHaveLowerCaseDigits() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("A0fac0b1234");
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void theSecondOfTwoRepliesInOneSegmentIsNotMatchedToTheNextRequest() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.request();
                            talk.send("A0FAC0B1234A0FAC0B9999");
                            talk.untilEnd();
                        },
                        accepting());
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void anUnrequestedReplyBetweenTwoExchangesIsNotMatchedToTheNextRequest() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.request();
                            talk.send("A0FAC0B1234").pause().send("A0FAC0B9999");
                            sent.countDown();
                            talk.untilEnd();
                        },
                        accepting());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            client.exchange(WRITE);
            sent.await();
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aRefusalIsDataAndTheConnectionStaysOpen() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("X");
                    talk.request();
                    talk.send("A0FAC0B1234");
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(READ)).isEqualTo(WwepReply.refused());
            assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void textAfterARefusalInOneSegmentIsItsReason() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("X Not Found");
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(READ)).isEqualTo(WwepReply.refused("Not Found"));
        }
    }

    @Test
    void textAfterARefusalInTwoSegmentsIsItsReason() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("X Not").pause().send(" Found");
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(READ)).isEqualTo(WwepReply.refused("Not Found"));
        }
    }

    @Test
    void lateTextAfterARefusalIsNotMatchedToTheNextRequest() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.request();
                            talk.send("X").until(answered).send(" Not Found");
                        },
                        accepting());
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(READ)).isEqualTo(WwepReply.refused());
            answered.countDown();
            assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void anUnfinishedReasonIsAcceptedAsFarAsItArrivedInTime() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("X Not Found");
                    talk.untilEnd();
                });
                WwepClient client =
                        peer.client().replyTimeout(Duration.ofSeconds(1)).build()) {
            assertThat(client.exchange(READ)).isEqualTo(WwepReply.refused("Not Found"));
        }
    }

    @Test
    void aReasonCutByAResetIsAcceptedAsFarAsItArrived() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        GatedSockets sockets = new GatedSockets() {
            @Override
            protected Socket make() {
                return new Socket() {
                    @Override
                    public InputStream getInputStream() throws IOException {
                        return new FilterInputStream(super.getInputStream()) {
                            @Override
                            public int read(byte[] bytes, int offset, int length) throws IOException {
                                int count = super.read(bytes, offset, length);
                                read.countDown();
                                return count;
                            }
                        };
                    }
                };
            }
        };
        sockets.gate.countDown();
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("X Not Found").until(read).reset();
                });
                WwepClient client = peer.client().socketFactory(sockets).build()) {
            assertThat(client.exchange(READ)).isEqualTo(WwepReply.refused("Not Found"));
        }
    }

    @Test
    void aReasonIsTruncatedAt256BytesWithoutWaitingForTheRest() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("X" + "n".repeat(1000));
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(READ)).isEqualTo(WwepReply.refused("n".repeat(256)));
        }
    }

    @Test
    void theRestOfATruncatedReasonIsNotMatchedToTheNextRequest() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.request();
                            talk.send("X" + "n".repeat(256)).until(answered).requestOrEnd();
                        },
                        accepting());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            assertThat(client.exchange(READ)).isEqualTo(WwepReply.refused("n".repeat(256)));
            answered.countDown();
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request",
                "a0FAC0B1234",
                "x",
                "A0FAC0G1234",
                "\n",
                "\u0016\u0003\u0001",
                "A0FAC0B123\n"
            })
    void garbageIsAProtocolErrorThatShowsTheBytesAndTheNextExchangeHasANewConnection(String garbage) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.request();
                            talk.send(garbage);
                            talk.untilEnd();
                        },
                        accepting());
                WwepClient client = peer.client().build()) {
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOf(WwepProtocolException.class)
                    .hasMessageContaining("127.0.0.1:" + peer.port())
                    .hasMessageContaining("W0FAC0B1234")
                    .hasMessageContaining("of the reply is")
                    .extracting(e -> ((WwepException) e).delivery())
                    .isEqualTo(Delivery.UNKNOWN);
            assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A0FAD0B1234", "A0FAC0C1234", "A0FAC0B1235"})
    void anEchoOfAnotherDeviceRegisterOrValueIsAProtocolError(String wrong) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.request();
                            talk.send(wrong);
                            talk.untilEnd();
                        },
                        accepting());
                WwepClient client = peer.client().build()) {
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOf(WwepProtocolException.class)
                    .hasMessageContaining(wrong);
            assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void aReadMayReturnAnyValueButOnlyOfItsRegister() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    talk.send("A0FAC0BFFFF");
                    talk.request();
                    talk.send("A0FAC0C0000");
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0xFFFF);
            assertThatThrownBy(() -> client.read(0x0FAC, 0x0B)).isInstanceOf(WwepProtocolException.class);
        }
    }

    @Test
    void aRawPacketEndsTheOutputAndTheConnection() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            assertThat(talk.untilEnd()).isEqualTo("W01234");
                            talk.send("X");
                        },
                        accepting());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            assertThat(client.exchange(WwepRequest.raw("W01234"))).isEqualTo(WwepReply.refused());
            assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void theClientLearnsNothingFromTheCloseAfterARawPacket() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.untilEnd();
                            talk.send("X illegal message length (Length: 6)");
                        },
                        accepting());
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(WwepRequest.raw("W01234")))
                    .isEqualTo(WwepReply.refused("illegal message length (Length: 6)"));
            client.exchange(READ);
            client.exchange(READ);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aRawPacketWithoutAReplyIsLost() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.untilEnd());
                WwepClient client = peer.client().build()) {
            assertThatThrownBy(() -> client.exchange(WwepRequest.raw("Z")))
                    .isInstanceOf(WwepConnectionLostException.class);
        }
    }
}
