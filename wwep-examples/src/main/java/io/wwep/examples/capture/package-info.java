/** Writes what was said on connections to capture files, for Wireshark and the test kit. Prints nothing. */
@NullMarked
package io.wwep.examples.capture;

import org.jspecify.annotations.NullMarked;
