package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.server.Servers;
import java.util.List;

/**
 * What a row is run with.
 *
 * @param peers the clients of other makers that ours is measured beside
 */
public record Setting(Effort effort, Servers servers, List<ClientUnderTest> peers) {}
