package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.server.Servers;
import java.nio.file.Path;
import java.util.List;

/**
 * What a row is run with.
 *
 * @param home the checkout
 * @param peers the clients of other makers that ours is measured beside
 */
public record Setting(Path home, Effort effort, Servers servers, List<ClientUnderTest> peers) {}
