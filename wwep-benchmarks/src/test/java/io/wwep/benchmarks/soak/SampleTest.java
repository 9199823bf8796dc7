package io.wwep.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.benchmarks.load.ServerProcess.Figures;
import org.junit.jupiter.api.Test;

class SampleTest {

    private static final long MEGABYTE = 1 << 20;
    private static final Sample BEFORE =
            new Sample(new Figures(1, 10, 20), 5 * MEGABYTE, new Figures(1, 12, 30), 6 * MEGABYTE);

    @Test
    void smallChangesAreNotGrowth() {
        Sample after = new Sample(new Figures(9, 12, 19), 5 * MEGABYTE + 1, new Figures(9, 12, 31), 3 * MEGABYTE);
        assertThat(after.growthSince(BEFORE)).isEmpty();
    }

    @Test
    void everyGrownResourceIsNamed() {
        Sample after = new Sample(new Figures(1, 14, 24), 7 * MEGABYTE, new Figures(1, 16, 34), 8 * MEGABYTE);
        assertThat(after.growthSince(BEFORE))
                .containsExactly(
                        "clients' threads grew from 10 to 14",
                        "clients' descriptors grew from 20 to 24",
                        "clients' heap grew from 5242880 to 7340032",
                        "server's threads grew from 12 to 16",
                        "server's descriptors grew from 30 to 34",
                        "server's heap grew from 6291456 to 8388608");
    }
}
