/** What the tests of every module share. */
@NullMarked
package io.wwep.check;

import org.jspecify.annotations.NullMarked;
