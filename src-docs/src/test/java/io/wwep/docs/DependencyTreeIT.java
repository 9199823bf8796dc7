package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What comes with the client is what the README says. */
class DependencyTreeIT {

    @Test
    void theReadmesTreeIsWhatMavenResolves() {
        String tree = Checkout.text(Checkout.ROOT.resolve("wwep-client/target/dependency-tree.txt"));
        assertThat(Checkout.text(Checkout.ROOT.resolve("README.md"))).contains("```\n" + tree + "```");
    }
}
