import io.wwep.client.WwepClient
import io.wwep.protocol.WwepReply

fun careless(refused: WwepReply.Refused): Int {
    WwepClient.create(null)
    return refused.reason.length
}
