package io.wwep.server;

/** What the builder was told, validated. */
record ServerSettings(ServerProfile profile, int maxConnections, int idleMillis, int messageMillis) {}
