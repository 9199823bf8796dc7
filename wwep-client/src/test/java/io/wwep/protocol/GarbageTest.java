package io.wwep.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Checks that arbitrary bytes never throw, and that the decoders agree with a regular expression. The loops in {@link
 * Wire} also check the number of consumed bytes.
 */
class GarbageTest {

    private static final int SEEDS = 5_000;
    private static final int LONGEST = 400;
    private static final Pattern REQUEST = Pattern.compile("[\r\n]*(?:R\\p{XDigit}{6}|W\\p{XDigit}{10})");
    private static final Pattern REQUEST_TO_COME = Pattern.compile("[\r\n]*(?:R\\p{XDigit}{0,5}|W\\p{XDigit}{0,9})");
    private static final Pattern ACCEPTED = Pattern.compile("A\\p{XDigit}{10}");
    private static final Pattern ACCEPTED_TO_COME = Pattern.compile("A\\p{XDigit}{0,9}");

    @Test
    void anyBytesYieldTheRequestsInThem() {
        RandomMessages.forManySeeds(
                SEEDS, random -> assertRequests(random.split(random.bytes(random.number(LONGEST)))));
    }

    @Test
    void bytesThatLookLikeRequestsYieldTheRequestsInThem() {
        RandomMessages.forManySeeds(SEEDS, random -> {
            StringBuilder stream = new StringBuilder();
            for (int i = random.number(4); i > 0; i--) {
                stream.append(random.request()).append(random.bytesOf("\r\n", random.number(1)));
            }
            stream.append(random.bytesOf("RW0123456789ABCDEFabcdef\r\n", random.number(20)));
            assertRequests(random.split(stream.toString()));
        });
    }

    static void assertRequests(List<String> pieces) {
        String stream = String.join("", pieces);
        List<String> expected = new ArrayList<>();
        Matcher matcher = REQUEST.matcher(stream);
        int rest = 0;
        while (matcher.region(rest, stream.length()).lookingAt()) {
            expected.add(matcher.group().strip().toUpperCase(Locale.ROOT));
            rest = matcher.end();
        }
        RequestDecoder decoder = new RequestDecoder();

        assertThat(Wire.requests(decoder, pieces)).map(WwepRequest::toString).isEqualTo(expected);
        RequestDecoder.State state = requestState(stream.substring(rest), !expected.isEmpty());
        assertThat(decoder.state()).isEqualTo(state);
        decoder.end();
        assertThat(decoder.state())
                .isEqualTo(state == RequestDecoder.State.PARTIAL ? RequestDecoder.State.ILLEGAL : state);
    }

    private static RequestDecoder.State requestState(String rest, boolean afterARequest) {
        if (rest.isEmpty() && afterARequest) {
            return RequestDecoder.State.COMPLETE;
        }
        if (rest.matches("[\r\n]*")) {
            return RequestDecoder.State.EMPTY;
        }
        return REQUEST_TO_COME.matcher(rest).matches() ? RequestDecoder.State.PARTIAL : RequestDecoder.State.ILLEGAL;
    }

    @Test
    void bytesThatLookLikeAcceptancesYieldTheAcceptancesInThem() {
        RandomMessages.forManySeeds(SEEDS, random -> {
            StringBuilder stream = new StringBuilder();
            for (int i = random.number(4); i > 0; i--) {
                stream.append(WwepReply.accepted(random.device(), random.number(0xFF), random.number(0xFFFF)));
            }
            stream.append(random.bytesOf("AA0123456789ABCDEFabcdefG\n", random.number(20)));
            assertAcceptances(random.split(stream.toString()));
        });
    }

    private static void assertAcceptances(List<String> pieces) {
        String stream = String.join("", pieces);
        List<String> expected = new ArrayList<>();
        Matcher matcher = ACCEPTED.matcher(stream);
        int rest = 0;
        while (matcher.region(rest, stream.length()).lookingAt()) {
            expected.add(matcher.group().toUpperCase(Locale.ROOT));
            rest = matcher.end();
        }
        ReplyDecoder decoder = new ReplyDecoder();

        assertThat(Wire.replies(decoder, pieces)).map(WwepReply::toString).isEqualTo(expected);
        assertThat(decoder.state()).isEqualTo(replyState(stream.substring(rest), !expected.isEmpty()));
    }

    private static ReplyDecoder.State replyState(String rest, boolean afterAReply) {
        if (rest.isEmpty()) {
            return afterAReply ? ReplyDecoder.State.COMPLETE : ReplyDecoder.State.EMPTY;
        }
        return ACCEPTED_TO_COME.matcher(rest).matches() ? ReplyDecoder.State.PARTIAL : ReplyDecoder.State.MALFORMED;
    }

    @Test
    void anyBytesYieldADocumentedReplyOrProblem() {
        RandomMessages.forManySeeds(SEEDS, random -> {
            String stream = random.bytesOf("XAXA", random.number(3)) + random.bytes(random.number(LONGEST));
            assertReplyOrProblem(random.split(stream));
        });
    }

    static void assertReplyOrProblem(List<String> pieces) {
        ReplyDecoder decoder = new ReplyDecoder();

        Wire.replies(decoder, pieces);
        decoder.end();

        assertThat(decoder.problem()).isNotEmpty();
        assertThat(decoder.state()).isNotEqualTo(ReplyDecoder.State.REASON);
        if (decoder.state() == ReplyDecoder.State.COMPLETE) {
            assertThat(decoder.reply().toString()).matches("[ -~]+");
        }
        decoder.reset();
        assertThat(Wire.replies(decoder, List.of("X"))).containsExactly(WwepReply.refused());
    }
}
