package io.wwep.examples.lab.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LeakCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
@Timeout(120)
class LabEventsTest {

    private TestLab lab;

    @BeforeEach
    void open() throws IOException {
        lab = new TestLab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private RawHttp stream(String... headers) throws IOException {
        RawHttp stream = lab.connect();
        stream.send(stream.request("GET", "/api/events", "", headers));
        RawHttp.Reply head = stream.head();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream; charset=utf-8");
        return stream;
    }

    /** Returns the data of the next event of this type. */
    private static String next(RawHttp stream, String type) throws IOException {
        stream.lineWith("event: " + type);
        return stream.lineWith("data: ").substring("data: ".length());
    }

    /**
     * Reads until the exchanges with these messages have come. Exchanges of different connections may come in another order
     * than they were made.
     */
    private static void awaitExchanges(RawHttp stream, Collection<String> messages) throws IOException {
        Set<String> missing = new HashSet<>(messages);
        while (!missing.isEmpty()) {
            String data = next(stream, "exchange");
            missing.removeIf(message -> data.contains("\"" + message + "\""));
        }
    }

    private List<String> exchange(int first, int last) throws IOException {
        List<String> messages = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            String message = String.format("W0FAC05%04X", i);
            messages.add(message);
            lab.exchange(message);
        }
        return messages;
    }

    @Test
    void aPageSeesWhatHappens() throws IOException {
        try (RawHttp stream = stream()) {
            String cookie = lab.openBoard("00:A0:50:01:02:03", "Ann");
            assertThat(next(stream, "board")).startsWith("{\"board\":\"b1\",");
            lab.ask("POST", "/api/boards/b1/press", "{\"button\":0}", cookie);
            assertThat(next(stream, "exchange")).contains("\"name\":\"Ann\"").contains("\"command\":\"W\"");
        }
    }

    @Test
    void aPageThatComesBackMissesNothing() throws IOException {
        String last;
        try (RawHttp stream = stream()) {
            awaitExchanges(stream, exchange(1, 1));
            last = stream.lineWith("id: ").substring(4);
        }
        List<String> missed = exchange(2, 8);
        try (RawHttp stream = stream("Last-Event-ID: " + last)) {
            awaitExchanges(stream, missed);
        }
    }

    @Test
    void aPageThatMissedTooMuchLoadsTheStateAgain() throws IOException {
        for (String id : List.of("1", "99999999999999", "-5")) {
            try (RawHttp stream = stream("Last-Event-ID: " + id)) {
                assertThat(next(stream, "reload")).isEqualTo("{}");
            }
        }
    }

    @Test
    void whatIsNoIdIsRefused() throws IOException {
        try (RawHttp connection = lab.connect()) {
            assertThat(connection
                            .ask("GET", "/api/events", "", "Last-Event-ID: x")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void theStatesEventIsOneOfTheStream() throws IOException {
        try (RawHttp stream = stream()) {
            lab.exchange("W0FAC050001");
            long id = 0;
            long state = 0;
            while (id == 0 || id < state) {
                id = Long.parseLong(stream.lineWith("id: ").substring(4));
                state = lab.state().get("event").getAsLong();
            }
            assertThat(id).isGreaterThanOrEqualTo(state - 100);
        }
    }

    @Test
    void fiveHundredPagesLoseNothingWhileOneDoesNotRead() throws IOException {
        List<RawHttp> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                streams.add(stream());
            }
            List<String> made = exchange(0, 19);
            for (RawHttp stream : streams.subList(1, streams.size())) {
                awaitExchanges(stream, made);
            }
            lab.server.close();
            for (RawHttp stream : streams) {
                stream.readToEnd();
            }
        } finally {
            for (RawHttp stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void noMoreThanSixHundredPagesAreOpen() throws IOException {
        List<RawHttp> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 600; i++) {
                streams.add(stream());
            }
            try (RawHttp connection = lab.connect()) {
                assertThat(connection.ask("GET", "/api/events", "").status()).isEqualTo(429);
                streams.remove(0).close();
                RawHttp.Reply reply = connection.ask("GET", "/api/events", "");
                while (reply.status() == 429) {
                    reply = connection.ask("GET", "/api/events", "");
                }
                assertThat(reply.status()).isEqualTo(200);
            }
        } finally {
            for (RawHttp stream : streams) {
                stream.close();
            }
        }
    }
}
