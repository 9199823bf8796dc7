/** Stress tests of the client: many callers, a faulty peer, and a check of every register's history. */
@NullMarked
package io.wwep.stress;

import org.jspecify.annotations.NullMarked;
