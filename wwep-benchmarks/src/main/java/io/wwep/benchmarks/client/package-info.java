/** The measured clients: ours, a raw socket, and third-party clients. */
@NullMarked
package io.wwep.benchmarks.client;

import org.jspecify.annotations.NullMarked;
