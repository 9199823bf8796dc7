package io.wwep.gateway;

/**
 * A direct write that keeps its registers from being sent by the outbox.
 *
 * @param request completes when it may begin
 * @param write what it writes
 */
record OutboxHold(OutboxRequest request, OutboxWrite write) {}
