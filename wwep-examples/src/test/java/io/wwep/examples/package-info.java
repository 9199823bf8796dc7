@NullMarked
package io.wwep.examples;

import org.jspecify.annotations.NullMarked;
