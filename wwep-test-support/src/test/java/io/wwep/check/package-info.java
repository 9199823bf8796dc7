@NullMarked
package io.wwep.check;

import org.jspecify.annotations.NullMarked;
