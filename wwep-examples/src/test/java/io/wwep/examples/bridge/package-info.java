@NullMarked
package io.wwep.examples.bridge;

import org.jspecify.annotations.NullMarked;
