/**
 * The exercises of chapter 6 of the WICED Wi-Fi 101 course as programs, and the {@code wwep} command line: {@link
 * io.wwep.examples.WwepCommand}.
 */
@NullMarked
package io.wwep.examples;

import org.jspecify.annotations.NullMarked;
