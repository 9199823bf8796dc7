/** The WWEP client SDK: a fluent, thread-safe client and the protocol it speaks. */
module io.wwep.client {
    requires org.slf4j;
    requires static com.google.errorprone.annotations;
    requires static jdk.jfr;
    requires static org.bouncycastle.pkix;
    requires static org.bouncycastle.provider;
    requires static transitive org.jspecify;

    exports io.wwep.client;
    exports io.wwep.protocol;
    exports io.wwep.tls;
}
