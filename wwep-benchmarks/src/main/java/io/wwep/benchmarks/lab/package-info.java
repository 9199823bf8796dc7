/** The lab under a class: boards in browsers, and hundreds of open pages. */
@NullMarked
package io.wwep.benchmarks.lab;

import org.jspecify.annotations.NullMarked;
