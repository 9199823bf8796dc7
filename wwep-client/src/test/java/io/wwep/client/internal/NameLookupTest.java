package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NameLookupTest {

    @Test
    void aLookupThatBeginsJustAfterTheCloseIsNotWaitedFor() {
        CountDownLatch never = new CountDownLatch(1);
        NameLookup lookup = new NameLookup(
                "slow.test",
                host -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new UnknownHostException(host);
                },
                new Resources(Thread::new));
        lookup.close();
        assertThatThrownBy(() -> lookup.addresses(TimeUnit.SECONDS.toNanos(20)))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void aResolverThatFindsNoAddressAndDoesNotThrowIsTakenForOneThatDoes() {
        NameLookup lookup = new NameLookup("empty.test", host -> new InetAddress[0], new Resources(Thread::new));
        assertThatThrownBy(() -> lookup.addresses(TimeUnit.SECONDS.toNanos(20)))
                .isInstanceOf(UnknownHostException.class);
    }
}
