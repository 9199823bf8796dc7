package io.wwep.integration.kotlin

import io.wwep.client.WwepClient
import io.wwep.protocol.WwepReply

fun nullForARequest(client: WwepClient) =
    client.exchange(null) // does not compile

fun aReasonThatMayBeMissing(refused: WwepReply.Refused) =
    refused.reason.length // does not compile
