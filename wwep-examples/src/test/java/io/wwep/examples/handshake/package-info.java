@NullMarked
package io.wwep.examples.handshake;

import org.jspecify.annotations.NullMarked;
