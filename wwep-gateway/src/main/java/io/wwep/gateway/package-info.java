/**
 * Gateways: endpoints, their devices, and watches that report changes of registers.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.create().build()) {
 *     GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("10.0.0.7"));
 *     GatewayDevice boiler = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
 *     Watch<Integer> level = boiler.watch(Register.uint16(0x0B))
 *             .every(Duration.ofSeconds(1))
 *             .start(reading -> System.out.println(reading));
 *     boiler.write(Register.uint16(0x0B), 5); // reported at once
 *     level.latest().ifPresent(reading -> System.out.println(reading.quality()));
 * }
 * }</pre>
 *
 * <p>{@link io.wwep.gateway.Outbox} keeps writes in a file until they are sent.
 */
@NullMarked
package io.wwep.gateway;

import org.jspecify.annotations.NullMarked;
