/** Registers in Redis, shared by several servers: {@link io.wwep.server.redis.RedisRegisterStore}. */
@NullMarked
package io.wwep.server.redis;

import org.jspecify.annotations.NullMarked;
