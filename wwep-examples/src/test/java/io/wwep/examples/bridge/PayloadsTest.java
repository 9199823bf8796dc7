package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.gateway.register.Register;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PayloadsTest {

    @Test
    void aResultHasAllItsMembers() {
        assertThat(Payloads.result(
                        Payloads.json(Register.flag(5), true),
                        CommandResult.ACCEPTED,
                        null,
                        Instant.parse("2026-11-27T10:00:00Z")))
                .isEqualTo(
                        "{\"value\":true,\"result\":\"accepted\",\"cause\":null,\"time\":\"2026-11-27T10:00:00.000Z\"}");
    }

    @Test
    void aResultWithoutAValueHasNull() {
        assertThat(Payloads.result(null, CommandResult.INVALID, "it's <too> long", Instant.EPOCH))
                .startsWith("{\"value\":null,\"result\":\"invalid\",\"cause\":\"it's <too> long\",");
    }

    @Test
    void numbersHaveNoExponentAndAllTheirDigits() {
        assertThat(Payloads.json(Register.uint64(0), BigInteger.ONE.shiftLeft(63))
                        .toString())
                .isEqualTo("9223372036854775808");
        assertThat(Payloads.json(Register.float64(0), 1e10).toString()).isEqualTo("10000000000");
    }

    @Test
    void whatJsonHasNoNumberForIsAString() {
        assertThat(Payloads.json(Register.float32(0), Float.NaN).toString()).isEqualTo("\"NaN\"");
    }
}
