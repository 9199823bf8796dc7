@NullMarked
package io.wwep.examples.board;

import org.jspecify.annotations.NullMarked;
