package io.wwep.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks that encoded messages are decoded unchanged, for random messages, joined and split at random. */
class RoundTripTest {

    private static final int SEEDS = 2_000;

    @Test
    void requestsSurviveTheRoundTrip() {
        RandomMessages.forManySeeds(SEEDS, random -> {
            List<WwepRequest> requests = new ArrayList<>();
            StringBuilder stream = new StringBuilder();
            for (int i = random.number(8); i >= 0; i--) {
                WwepRequest request = random.request();
                requests.add(request);
                stream.append(random.inAnyCase(wire(request)));
                stream.append(random.bytesOf("\r\n", random.number(2)));
            }

            assertThat(Wire.requests(new RequestDecoder(), random.split(stream.toString())))
                    .isEqualTo(requests);
        });
    }

    @Test
    void repliesSurviveTheRoundTrip() {
        RandomMessages.forManySeeds(SEEDS, random -> {
            List<WwepReply> replies = new ArrayList<>();
            StringBuilder stream = new StringBuilder();
            for (int i = random.number(8); i >= 0; i--) {
                WwepReply reply = random.reply();
                replies.add(reply);
                stream.append(random.inAnyCase(wire(reply)));
            }

            assertThat(Wire.replies(new ReplyDecoder(), random.split(stream.toString())))
                    .isEqualTo(replies);
        });
    }

    @Test
    void reasonsSurviveTheRoundTrip() {
        RandomMessages.forManySeeds(SEEDS, random -> {
            WwepReply reply = WwepReply.refused(random.reason());
            String wire = wire(reply);
            ReplyDecoder decoder = new ReplyDecoder();

            Wire.replies(decoder, List.of(wire.substring(0, 2)));
            Wire.replies(decoder, random.split(wire.substring(2)));
            decoder.end();

            assertThat(decoder.reply()).isEqualTo(reply);
        });
    }

    @Test
    void rawTextIsSentUnchanged() {
        RandomMessages.forManySeeds(SEEDS, random -> {
            String text = random.bytes(1 + random.number(WwepRequest.Raw.MAX_LENGTH - 1));
            assertThat(wire(WwepRequest.raw(text))).isEqualTo(text);
        });
    }

    @Test
    void deviceIdsSurviveTheRoundTrip() {
        for (int value = 0; value <= 0xFFFF; value++) {
            DeviceId device = DeviceId.of(value);
            assertThat(device.value()).isEqualTo(value);
            assertThat(DeviceId.parse(device.toString())).isEqualTo(device);
        }
    }

    private static String wire(WwepRequest request) {
        byte[] target = new byte[request.length()];
        assertThat(request.encode(target, 0)).isEqualTo(target.length);
        return Wire.text(target, 0, target.length);
    }

    private static String wire(WwepReply reply) {
        byte[] target = new byte[reply.length()];
        assertThat(reply.encode(target, 0)).isEqualTo(target.length);
        return Wire.text(target, 0, target.length);
    }
}
