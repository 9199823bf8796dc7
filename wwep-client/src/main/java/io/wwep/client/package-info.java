/**
 * The WWEP client. Start with {@link io.wwep.client.WwepClient#create}.
 *
 * <pre>{@code
 * try (WwepClient client = WwepClient.create("wwep.local").connect()) {
 *     client.write(0x0FAC, 0x0B, 0x1234);
 *     int value = client.read(0x0FAC, 0x0B);
 * }
 * }</pre>
 */
@NullMarked
package io.wwep.client;

import org.jspecify.annotations.NullMarked;
