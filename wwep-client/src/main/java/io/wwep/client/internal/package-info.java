/** The connection engine. Not exported: public types are public only for {@code io.wwep.client}. */
@NullMarked
package io.wwep.client.internal;

import org.jspecify.annotations.NullMarked;
