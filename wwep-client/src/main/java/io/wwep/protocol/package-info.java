/**
 * WWEP as data: requests, replies, device ids, their encoding on the wire, and every way in which
 * an exchange can fail. Nothing here opens a socket.
 *
 * <p>WWEP (WICED Wi-Fi Example Protocol) is the register protocol of chapter 6 of Cypress' WICED
 * Wi-Fi 101 course: ASCII over TCP, two requests and two replies, no terminator, no ids. A device
 * has 256 registers of 16 bits.
 */
@NullMarked
package io.wwep.protocol;

import org.jspecify.annotations.NullMarked;
