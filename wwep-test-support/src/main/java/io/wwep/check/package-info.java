/** Test code shared by all modules. */
@NullMarked
package io.wwep.check;

import org.jspecify.annotations.NullMarked;
