@NullMarked
package io.wwep.distribution;

import org.jspecify.annotations.NullMarked;
