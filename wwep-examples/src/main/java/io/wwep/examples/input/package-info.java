/** Reads what a user typed, and has a limit that all programs share, for the programs and their configuration files. */
@NullMarked
package io.wwep.examples.input;

import org.jspecify.annotations.NullMarked;
