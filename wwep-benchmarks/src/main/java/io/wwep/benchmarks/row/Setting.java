package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.server.Servers;

/** What a row is run with. */
public record Setting(Effort effort, Servers servers) {}
