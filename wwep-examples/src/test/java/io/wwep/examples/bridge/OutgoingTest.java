package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OutgoingTest {

    private final Outgoing outgoing = new Outgoing();

    private List<String> all() {
        List<String> all = new ArrayList<>();
        for (Message next = outgoing.next(); next != null; next = outgoing.next()) {
            all.add(next.topic() + " " + next.payload());
        }
        return all;
    }

    @Test
    void onlyTheNewestMessageOfATopicIsPublished() {
        outgoing.put(Message.retained("a", "1"));
        outgoing.put(Message.retained("b", "2"));
        outgoing.put(Message.retained("a", "3"));

        assertThat(all()).containsExactly("a 3", "b 2");
        assertThat(all()).isEmpty();
    }

    @Test
    void everythingRetainedIsPublishedAgainWithTheStateLast() {
        outgoing.put(Message.retained("state", "online"));
        outgoing.put(Message.retained("a", "1"));
        outgoing.add(Message.once("result", "2"));
        all();

        outgoing.everythingAgain("state");

        assertThat(all()).containsExactly("a 1", "state online");
    }

    @Test
    void aValueThatIsNoLongerCurrentIsNotPublishedAgain() {
        outgoing.put(Message.retained("a", "1"));
        outgoing.remove("a");

        outgoing.everythingAgain("state");

        assertThat(all()).isEmpty();
    }

    @Test
    void anUnacknowledgedMessageIsPublishedAgainUnlessANewerOneReplacedIt() {
        outgoing.put(Message.retained("a", "1"));
        Message first = outgoing.next();
        outgoing.put(Message.retained("a", "2"));
        all();

        outgoing.again(Objects.requireNonNull(first));

        assertThat(all()).isEmpty();
        outgoing.again(Message.retained("a", "2"));
        assertThat(all()).containsExactly("a 2");
    }

    @Test
    void anUnacknowledgedResultAndTheEndOfATopicArePublishedAgain() {
        outgoing.again(Message.once("result", "1"));
        outgoing.again(Message.forgetting("old"));

        assertThat(all()).containsExactly("old ", "result 1");
    }

    @Test
    void theOldestResultsAreDroppedBeyondTheMaximum() {
        for (int i = 0; i < Outgoing.MAX_ONCE; i++) {
            assertThat(outgoing.add(Message.once("result", "" + i))).isTrue();
        }

        assertThat(outgoing.add(Message.once("result", "last"))).isFalse();
        assertThat(all()).hasSize(Outgoing.MAX_ONCE).startsWith("result 1").endsWith("result last");
    }
}
