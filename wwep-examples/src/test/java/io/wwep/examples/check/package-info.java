@NullMarked
package io.wwep.examples.check;

import org.jspecify.annotations.NullMarked;
