/**
 * WWEP as data: requests, replies, device ids, their encoding on the wire, and every way in which
 * an exchange can fail. Nothing here opens a socket.
 *
 * <p>WWEP (WICED Wi-Fi Example Protocol) is the register protocol of chapter 6 of Cypress' WICED
 * Wi-Fi 101 course: ASCII over TCP, two requests and two replies, no terminator, no ids. A device
 * has 256 registers of 16 bits.
 *
 * <p>{@link io.wwep.protocol.WwepRequest} and {@link io.wwep.protocol.WwepReply} are the messages on the wire, {@link
 * io.wwep.protocol.WwepException} is the base of all failures:
 *
 * <pre>{@code
 * WwepRequest request = WwepRequest.write(DeviceId.ofMac("00:A0:50:01:02:03"), 0x05, 1);   // W00F6050001
 * WwepReply reply = client.exchange(request);
 * if (reply instanceof WwepReply.Refused refused) {
 *     System.out.println(request + " was refused: " + refused);   // X, and what the server says
 * }
 * }</pre>
 */
@NullMarked
package io.wwep.protocol;

import org.jspecify.annotations.NullMarked;
