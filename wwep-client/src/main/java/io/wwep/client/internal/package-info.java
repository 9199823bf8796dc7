/** The connection engine. Not exported: what is public here is so only for {@code io.wwep.client}. */
@NullMarked
package io.wwep.client.internal;

import org.jspecify.annotations.NullMarked;
