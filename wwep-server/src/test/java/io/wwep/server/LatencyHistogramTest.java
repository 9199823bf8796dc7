package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    private final LatencyHistogram latencies = new LatencyHistogram();

    @Test
    void anEmptyHistogramReportsZero() {
        assertThat(latencies.count()).isZero();
        assertThat(latencies.percentile(0.99)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, 8, 9, 15, 16, 17, 1_000, 123_456_789, Long.MAX_VALUE / 2, Long.MAX_VALUE})
    void aDurationIsRoundedUpByAtMostOneEighth(long nanos) {
        latencies.add(nanos, 1);
        long reported = latencies.percentile(0.99);
        assertThat(reported).isGreaterThanOrEqualTo(nanos);
        assertThat(reported - nanos).isLessThanOrEqualTo(nanos / 8);
    }

    @Test
    void aPercentileIsTheDurationThatThisFractionDidNotExceed() {
        latencies.add(1, 98);
        latencies.add(3, 1);
        latencies.add(5, 1);
        assertThat(latencies.percentile(0.5)).isEqualTo(1);
        assertThat(latencies.percentile(0.98)).isEqualTo(1);
        assertThat(latencies.percentile(0.99)).isEqualTo(3);
        assertThat(latencies.percentile(1)).isEqualTo(5);
    }
}
