@NullMarked
package io.wwep.benchmarks.client;

import org.jspecify.annotations.NullMarked;
