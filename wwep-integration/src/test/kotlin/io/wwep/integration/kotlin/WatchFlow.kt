package io.wwep.integration.kotlin

import io.wwep.gateway.WatchBuilder
import java.util.function.Consumer
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.mapNotNull
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.jdk9.asFlow
import kotlinx.coroutines.runBlocking

// tag::flow[]
/** Returns the values of a watch while they can be read. */
fun <T : Any> WatchBuilder<T>.values(): Flow<T> =
    publisher().asFlow()
        .conflate() // a slow collector gets the newest reading
        .filter { it.isGood }
        .mapNotNull { it.value }
// end::flow[]

/** Collects values, at most the given number, and passes each to a callback. */
fun <T : Any> collect(watch: WatchBuilder<T>, most: Int, each: Consumer<T>): List<T> = runBlocking {
    watch.values().take(most).onEach { each.accept(it) }.toList()
}
