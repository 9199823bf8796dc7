package io.wwep.integration.kotlin

import io.wwep.client.WwepClient
import io.wwep.protocol.WwepReply
import io.wwep.protocol.WwepRequest

/** A lamp on a server. */
class Lamp(private val client: WwepClient, private val device: Int) {

    fun dimTo(value: Int) = client.write(device, BRIGHTNESS, value)

    /** Returns null if it was never set. The reply type is sealed, so `when` needs no `else`. */
    fun brightness(): Int? =
        when (val reply = client.exchange(WwepRequest.read(device, BRIGHTNESS))) {
            is WwepReply.Accepted -> reply.value
            is WwepReply.Refused -> null
        }

    /** A reason is a `String?`, since a server may omit it. */
    fun refusalOf(request: WwepRequest): String =
        when (val reply = client.exchange(request)) {
            is WwepReply.Accepted -> "none"
            is WwepReply.Refused -> reply.reason ?: "without a reason"
        }

    private companion object {
        const val BRIGHTNESS = 0x0B
    }
}

/** `use` closes the client. */
fun story(port: Int): String =
    WwepClient.create("127.0.0.1").port(port).connect().use { client ->
        val lamp = Lamp(client, device = 0x0FAC)
        val before = lamp.brightness()
        lamp.dimTo(0x1234)
        "$before, then ${lamp.brightness()}; refused ${lamp.refusalOf(WwepRequest.read(0x0BAC, 0x0B))}"
    }
