/**
 * The exercises of the WICED Wi-Fi 101 course's chapter 6 as programs, and the {@code wwep} command line: {@link
 * io.wwep.examples.WwepCommand}.
 */
@NullMarked
package io.wwep.examples;

import org.jspecify.annotations.NullMarked;
