import io.wwep.client.WwepClient
import io.wwep.protocol.WwepReply
import io.wwep.protocol.WwepRequest

fun main(arguments: Array<String>) {
    WwepClient.create("127.0.0.1").port(arguments[0].toInt()).connect().use { client ->
        client.device(0x0FAC).write(0x05, 1)
        val lamp: Int = client.read(0x0FAC, 0x05)
        val reply = client.exchange(WwepRequest.read(0x0BAC, 0x05))
        if (reply is WwepReply.Refused) {
            val reason: String? = reply.reason // only the course's servers give one
            println("lamp $lamp, refused ${reason ?: "without a reason"}")
        }
    }
}
