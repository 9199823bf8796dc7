@NullMarked
package io.wwep.docs;

import org.jspecify.annotations.NullMarked;
