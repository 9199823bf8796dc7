/** Registers in Redis, which several servers share: {@link io.wwep.server.redis.RedisRegisterStore}. */
@NullMarked
package io.wwep.server.redis;

import org.jspecify.annotations.NullMarked;
