package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a write, for each state and outcome. */
class OutboxOutcomeTest {

    @ParameterizedTest
    @CsvSource({
        "QUEUED,  ACCEPTED, false, SENT",
        "QUEUED,  ACCEPTED, true,  SENT",
        "QUEUED,  REFUSED,  false, REFUSED",
        "QUEUED,  REFUSED,  true,  REFUSED",
        "QUEUED,  NOT_SENT, false, SEND_AGAIN",
        "QUEUED,  NOT_SENT, true,  SUPERSEDED",
        "QUEUED,  UNKNOWN,  false, READ_BACK",
        "QUEUED,  UNKNOWN,  true,  SUPERSEDED",
        "UNKNOWN, ACCEPTED, false, SENT",
        "UNKNOWN, ACCEPTED, true,  SENT",
        "UNKNOWN, REFUSED,  false, REFUSED",
        "UNKNOWN, REFUSED,  true,  REFUSED",
        "UNKNOWN, NOT_SENT, false, READ_BACK",
        "UNKNOWN, NOT_SENT, true,  SUPERSEDED",
        "UNKNOWN, UNKNOWN,  false, READ_BACK",
        "UNKNOWN, UNKNOWN,  true,  SUPERSEDED",
    })
    void theFateOfAWrite(
            OutboxStorage.State before, OutboxOutcome outcome, boolean isSuperseded, OutboxOutcome.Fate fate) {
        assertThat(outcome.fate(before, isSuperseded)).isEqualTo(fate);
    }
}
