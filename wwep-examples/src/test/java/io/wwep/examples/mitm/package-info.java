@NullMarked
package io.wwep.examples.mitm;

import org.jspecify.annotations.NullMarked;
