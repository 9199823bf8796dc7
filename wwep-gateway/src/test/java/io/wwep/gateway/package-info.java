@NullMarked
package io.wwep.gateway;

import org.jspecify.annotations.NullMarked;
