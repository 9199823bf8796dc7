/** The client under stress: many callers, a peer that misbehaves, and a check of every register's history. */
@NullMarked
package io.wwep.stress;

import org.jspecify.annotations.NullMarked;
