/** The client in Kotlin. */
@NullMarked
package io.wwep.integration.kotlin;

import org.jspecify.annotations.NullMarked;
