package io.wwep.server;

/** Validated settings of a server. */
record ServerSettings(ServerProfile profile, int maxConnections, int idleMillis, int messageMillis) {}
