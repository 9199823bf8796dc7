/** Watches of a gateway in reactive libraries. */
@NullMarked
package io.wwep.integration.reactive;

import org.jspecify.annotations.NullMarked;
