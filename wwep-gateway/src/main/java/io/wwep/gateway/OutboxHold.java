package io.wwep.gateway;

/**
 * A direct write that keeps its registers from being sent by the outbox.
 *
 * @param request completes when it may begin
 * @param write what it writes
 * @param mustCommit whether the outbox must be changed in the file before it begins
 */
record OutboxHold(OutboxRequest request, OutboxWrite write, boolean mustCommit) {}
