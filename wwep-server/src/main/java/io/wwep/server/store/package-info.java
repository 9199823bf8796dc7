/**
 * Where a server keeps its registers: {@link io.wwep.server.store.RegisterStore#inMemory() in memory}, {@linkplain
 * io.wwep.server.store.DiskRegisterStore on disk}, or in a {@link io.wwep.server.store.RegisterStore} of your own.
 */
@NullMarked
package io.wwep.server.store;

import org.jspecify.annotations.NullMarked;
