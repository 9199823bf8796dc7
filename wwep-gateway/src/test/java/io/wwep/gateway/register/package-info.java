@NullMarked
package io.wwep.gateway.register;

import org.jspecify.annotations.NullMarked;
