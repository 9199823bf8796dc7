package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.SilentListener;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When the addresses of a name are tried. */
class AddressRaceTest {

    private static final long QUARTER = TimeUnit.MILLISECONDS.toNanos(250);

    private final List<SocketChannel> attempts = new ArrayList<>();

    private AddressRace race(int port, String... literals) throws Exception {
        Duration limit = Duration.ofHours(1);
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(InetAddress.getByName(literal));
        }
        Settings settings = EngineSettings.local(port, limit, null, new Resources(Thread::new));
        return new AddressRace(settings, new Deadline(limit), addresses, attempts::add);
    }

    @Test
    void theSecondAttemptIsDue250MillisecondsAfterTheFirst() throws Exception {
        try (SilentListener silent = new SilentListener("127.0.0.2", 0)) {
            AddressRace race = race(silent.port(), "127.0.0.2", "127.0.0.1");
            long before = System.nanoTime();

            assertThat(race.step()).isNull();

            assertThat(attempts).hasSize(1);
            assertThat(race.until() - before)
                    .isGreaterThanOrEqualTo(QUARTER)
                    .isLessThanOrEqualTo(System.nanoTime() - before + QUARTER);
            race.close();
        }
    }

    @Test
    void theLastAttemptIsDueUntilItsTimeout() throws Exception {
        try (SilentListener silent = new SilentListener("127.0.0.2", 0)) {
            AddressRace race = race(silent.port(), "127.0.0.2");
            long before = System.nanoTime();

            assertThat(race.step()).isNull();

            assertThat(race.until() - before).isGreaterThan(TimeUnit.MINUTES.toNanos(59));
            race.close();
        }
    }
}
