@NullMarked
package io.wwep.examples.input;

import org.jspecify.annotations.NullMarked;
