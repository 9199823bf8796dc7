/** Reads what a user typed, for the programs and their configuration files. */
@NullMarked
package io.wwep.examples.input;

import org.jspecify.annotations.NullMarked;
