/**
 * Stores for a server's registers: {@link io.wwep.server.store.RegisterStore#inMemory() in memory}, {@linkplain
 * io.wwep.server.store.DiskRegisterStore on disk}, or a custom {@link io.wwep.server.store.RegisterStore}.
 */
@NullMarked
package io.wwep.server.store;

import org.jspecify.annotations.NullMarked;
