package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.server.Servers;
import java.nio.file.Path;
import java.util.List;

/**
 * The context of a row's run.
 *
 * @param home the checkout
 * @param peers the third-party clients to compare with
 */
public record RowContext(Path home, Effort effort, Servers servers, List<ClientUnderTest> peers) {}
