package io.wwep.benchmarks.row;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wwep.client.ExchangeOutcome;
import io.wwep.client.ExchangeRecorder;
import io.wwep.gateway.metrics.WwepMetrics;
import io.wwep.protocol.WwepRequest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures what the Micrometer meters of the gateway toolkit cost an exchange. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MetricsRecording {

    private final WwepRequest request = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private final ExchangeRecorder recorder = recorder();

    /** Records an exchange. */
    @Benchmark
    public void recordExchange() {
        recorder.record(request, ExchangeOutcome.ACCEPTED, 20_000);
    }

    private static ExchangeRecorder recorder() {
        WwepMetrics metrics = new WwepMetrics();
        metrics.bindTo(new SimpleMeterRegistry());
        return metrics.recorder("benchmark");
    }
}
