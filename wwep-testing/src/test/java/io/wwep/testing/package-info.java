@NullMarked
package io.wwep.testing;

import org.jspecify.annotations.NullMarked;
