@NullMarked
package io.wwep.server.redis;

import org.jspecify.annotations.NullMarked;
