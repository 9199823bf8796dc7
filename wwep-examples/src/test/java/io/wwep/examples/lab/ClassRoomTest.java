package io.wwep.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.Exchange;
import io.wwep.server.Refusal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a lab knows stays within bounds, and is right when it is flooded. */
class ClassRoomTest {

    private static final Instant START = Instant.parse("2026-11-29T04:10:00Z");
    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);
    private static final LabState.Counts NONE = new LabState.Counts(0, 0, 0);

    private final Senders senders = new Senders();
    private final ClassRoom room = new ClassRoom(senders);
    private long number;

    private Exchange write(DeviceId device, int value, String peer, Instant time, @Nullable String tls) {
        WwepRequest request = WwepRequest.write(device, 0x05, value);
        return exchange(request, WwepReply.accepted(device, 0x05, value), null, peer, time, tls);
    }

    private Exchange illegal(String peer, Instant time) {
        return exchange(null, WwepReply.refused(), Refusal.ILLEGAL_MESSAGE, peer, time, null);
    }

    private Exchange exchange(
            @Nullable WwepRequest request,
            WwepReply reply,
            @Nullable Refusal refusal,
            String peer,
            Instant time,
            @Nullable String tls) {
        number++;
        String message = request == null ? "nonsense" : request.toString();
        InetSocketAddress from = new InetSocketAddress(peer, 50_000);
        return new Exchange(number, time, Duration.ZERO, from, 27708, tls, null, message, request, reply, refusal);
    }

    private LabState state() {
        return room.state(new LabState.Server("", "", false, io.wwep.server.ServerProfile.STANDARD), NONE);
    }

    private List<LabEvent> events() {
        return room.events().take();
    }

    @Test
    void aFloodIsSampledAndCounted() {
        for (int count = 0; count < 1_000; count++) {
            room.see(write(DEVICE, count, "10.0.0.7", START, null));
        }
        room.endSecond(START, 5, new LabState.Counts(1_005, 1_005, 0));

        assertThat(state().exchanges()).hasSize(ClassRoom.ROWS_PER_SECOND);
        assertThat(state().devices().get(0).accepted()).isEqualTo(1_000);
        assertThat(state().devices().get(0).registers()).containsEntry("05", "03E7");
        assertThat(events())
                .filteredOn(LabEvent.Sampled.class::isInstance)
                .extracting(event -> ((LabEvent.Sampled) event).skipped())
                .containsExactly(805L);
    }

    @Test
    void theNewestRowsAreKept() {
        for (int count = 0; count < 1_200; count++) {
            room.see(write(DEVICE, 1, "10.0.0.7", START, null));
            if (count % 100 == 0) {
                room.endSecond(START, 0, NONE);
            }
        }
        assertThat(state().exchanges()).hasSize(ClassRoom.MAX_ROWS);
        assertThat(state().exchanges().get(0).number()).isEqualTo(201);
    }

    @Test
    void devicesWithNamesOutliveOthers() {
        room.name(DEVICE, "Ann");
        for (int id = 0x1000; id < 0x1000 + 2 * Devices.MAX; id++) {
            room.see(write(DeviceId.of(id), 7, "10.0.0.7", START, null));
        }
        assertThat(state().devices())
                .hasSize(Devices.MAX)
                .extracting(DeviceState::device)
                .contains("0FAC", "13E7")
                .doesNotContain("1000");
    }

    @Test
    void anOlderExchangeThatArrivesLateChangesNoRegister() {
        Exchange older = write(DEVICE, 0, "10.0.0.7", START, null);
        Exchange newer = write(DEVICE, 1, "10.0.0.7", START, null);
        room.see(newer);
        room.see(older);

        assertThat(state().devices().get(0).leds()).containsExactly(true, null);
    }

    @Test
    void aConflictEndsAfterAMinute() {
        room.see(write(DEVICE, 1, "10.0.0.7", START, null));
        room.see(write(DEVICE, 1, "10.0.0.8", START.plusSeconds(59), null));
        assertThat(state().devices().get(0).conflict()).isTrue();

        room.endSecond(START.plusSeconds(60), 0, NONE);
        assertThat(state().devices().get(0).conflict()).isFalse();
    }

    @Test
    void bothPortsCountOnlyWithinTenMinutes() {
        room.see(write(DEVICE, 1, "10.0.0.7", START, null));
        room.see(write(DEVICE, 1, "10.0.0.7", START.plusSeconds(601), "TLSv1.3"));
        assertThat(state().students().get(0).ticks().get("6.6")).isNull();

        room.see(write(DEVICE, 1, "10.0.0.7", START.plusSeconds(1_201), null));
        assertThat(state().students().get(0).ticks().get("6.6")).isNotNull();
    }

    @Test
    void aValueThatIsNoLedStateTicksNothing() {
        room.see(write(DEVICE, 2, "10.0.0.7", START, null));
        assertThat(state().students()).isEmpty();
    }

    @Test
    void anIllegalMessageFromAnAddressBelongsToItsLastDevice() {
        room.see(write(DEVICE, 1, "10.0.0.7", START, null));
        room.see(illegal("10.0.0.7", START.plusSeconds(40)));
        room.see(illegal("10.0.0.8", START.plusSeconds(40)));

        assertThat(state().exchanges()).extracting(ExchangeRow::device).containsExactly("0FAC", "0FAC", null);
        assertThat(state().students().get(0).ticks().get("6.2")).isNotNull();
    }

    @Test
    void devicesAreReportedAFewAtATime() {
        for (int id = 0; id < 60; id++) {
            room.see(write(DeviceId.of(id), 7, "10.0.0.7", START, null));
        }
        events();
        room.reportDevices();

        assertThat(events()).hasSize(25);
        assertThat(room.hasChangedDevices()).isTrue();
    }

    @Test
    void anIntakeThatIsFullKeepsNumbers() {
        Intake intake = new Intake(() -> {}, 1);
        for (int count = 0; count < 4; count++) {
            intake.add(write(DEVICE, 1, "10.0.0.7", START, null));
        }
        intake.add(illegal("10.0.0.7", START));

        assertThat(intake.counts()).isEqualTo(new LabState.Counts(5, 4, 1));
        assertThat(intake.takeDroppedCount()).isEqualTo(4);
        assertThat(intake.takeDropped()).containsExactly(new Intake.Dropped(DEVICE, 3, 0));
        assertThat(intake.takeDropped()).isEmpty();
    }
}
