@NullMarked
package io.wwep.benchmarks.server;

import org.jspecify.annotations.NullMarked;
