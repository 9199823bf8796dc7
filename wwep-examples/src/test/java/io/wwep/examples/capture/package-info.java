@NullMarked
package io.wwep.examples.capture;

import org.jspecify.annotations.NullMarked;
