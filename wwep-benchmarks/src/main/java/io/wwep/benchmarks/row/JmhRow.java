package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.measure.Figures;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of a class with JMH, since a simple loop measures nanoseconds wrongly and there is nothing to
 * interleave with.
 */
final class JmhRow implements Row {

    private final String name;
    private final Class<?> benchmarks;

    /** A row of this name for the benchmark methods of a class. */
    JmhRow(String name, Class<?> benchmarks) {
        this.name = name;
        this.benchmarks = benchmarks;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Placement> placements(boolean quick) {
        return List.of(Placement.UNPINNED);
    }

    @Override
    public void run(RowContext context, Report report) throws Exception {
        Effort effort = context.effort();
        TimeValue time = TimeValue.milliseconds(Math.max(1, effort.measured().toMillis()));
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(benchmarks.getName() + "\\.")
                        .forks(1)
                        .warmupIterations(effort.repetitions())
                        .warmupTime(time)
                        .measurementIterations(effort.repetitions())
                        .measurementTime(time)
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        for (RunResult result : results) {
            BenchmarkParams parameters = result.getParams();
            String method =
                    parameters.getBenchmark().substring(benchmarks.getName().length() + 1);
            Figures nanos = new Figures(result.getBenchmarkResults().stream()
                    .flatMap(fork -> fork.getIterationResults().stream())
                    .map(JmhRow::score)
                    .toList());
            Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            String bytes = allocated == null ? "" : String.format(Locale.ROOT, ", %.0f B", allocated.getScore());
            report.add(
                    "without I/O: " + method,
                    Unit.NANOSECONDS.text(nanos) + bytes,
                    Line.NONE,
                    Line.NONE,
                    Line.NONE,
                    Line.NONE);
        }
    }

    private static double score(IterationResult iteration) {
        return iteration.getPrimaryResult().getScore();
    }
}
