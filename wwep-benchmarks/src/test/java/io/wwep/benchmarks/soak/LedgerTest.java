package io.wwep.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final int DEVICE = 8;

    private final Ledger ledger = new Ledger(DEVICE);
    private final int index = ledger.nextRegister();

    @Test
    void anAcknowledgedWriteMustBeFound() {
        assertThat(write(1, accepted(1), Delivery.ANSWERED)).isNull();
        assertThat(read(accepted(1))).isNull();
        assertThat(ledger.acknowledged()).isEqualTo(1);
        assertThat(ledger.used()).containsExactly(index);
    }

    @Test
    void aLostWriteIsDetected() {
        write(1, accepted(1), Delivery.ANSWERED);
        write(2, accepted(2), Delivery.ANSWERED);
        assertThat(read(accepted(1))).contains("last acknowledged write is 0002");
    }

    @Test
    void aForgottenRegisterIsDetected() {
        write(1, accepted(1), Delivery.ANSWERED);
        assertThat(read(WwepReply.refused())).contains("last acknowledged write is 0001");
    }

    @Test
    void anExecutedWriteThatWasReportedAsNotSentIsDetected() {
        write(1, accepted(1), Delivery.ANSWERED);
        write(2, null, Delivery.NOT_SENT);
        assertThat(read(accepted(2))).contains("0001");
    }

    @Test
    void aRefusedWriteIsDetected() {
        assertThat(write(1, WwepReply.refused(), Delivery.ANSWERED)).contains("was refused");
    }

    @Test
    void aWriteOfUnknownOutcomeMayBeThereOrNot() {
        write(1, accepted(1), Delivery.ANSWERED);
        write(2, null, Delivery.UNKNOWN);
        assertThat(ledger.isUncertain(index)).isTrue();
        assertThat(read(accepted(2))).isNull();
        assertThat(ledger.isUncertain(index)).isFalse();
        write(3, null, Delivery.UNKNOWN);
        assertThat(read(accepted(2))).isNull();
        write(4, null, Delivery.UNKNOWN);
        assertThat(read(accepted(1))).contains("last acknowledged write is 0002, and one of unknown outcome is 0004");
    }

    @Test
    void anUncertainRegisterIsNotUsedForAWhile() {
        write(2, null, Delivery.UNKNOWN);
        for (int i = 1; i < Ledger.DEVICES << Byte.SIZE; i++) {
            assertThat(ledger.nextRegister()).isNotEqualTo(index);
        }
        assertThat(ledger.nextRegister()).as("the first in turn again, skipped").isNotEqualTo(index);
    }

    private static WwepReply accepted(int value) {
        return WwepReply.accepted(DeviceId.of(DEVICE), 0, value);
    }

    private @Nullable String write(int value, @Nullable WwepReply reply, Delivery delivery) {
        WwepRequest write = ledger.write(index, value);
        return ledger.record(index, write, reply, delivery);
    }

    private @Nullable String read(WwepReply reply) {
        return ledger.record(index, ledger.read(index), reply, Delivery.ANSWERED);
    }
}
