package io.wwep.client;

import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepTimeoutException;
import java.io.IOException;
import java.time.Duration;

/** How a peer makes a connection unfit for use, and what that means for the call whose reply is due. */
enum Break {
    CLOSE(WwepConnectionLostException.class),
    RESET(WwepConnectionLostException.class),
    CLOSE_IN_A_REPLY(WwepConnectionLostException.class),
    GARBAGE(WwepProtocolException.class),
    WRONG_ECHO(WwepProtocolException.class),
    SILENCE(WwepTimeoutException.class);

    private final Class<? extends WwepException> meaning;

    Break(Class<? extends WwepException> meaning) {
        this.meaning = meaning;
    }

    Class<? extends WwepException> meaning() {
        return meaning;
    }

    /** Only silence ends by a timeout. */
    Duration replyTimeout() {
        return this == SILENCE ? Duration.ofSeconds(2) : Duration.ofSeconds(20);
    }

    void of(Talk talk) throws IOException {
        switch (this) {
            case CLOSE -> talk.close();
            case RESET -> talk.reset();
            case CLOSE_IN_A_REPLY -> talk.send("A00000").close();
            case GARBAGE -> talk.send("nonsense").untilEnd();
            case WRONG_ECHO -> talk.send("AFFFFFFFFFF").untilEnd();
            case SILENCE -> talk.untilEnd();
        }
    }
}
