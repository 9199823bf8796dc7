package io.wwep.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** Spring processes the beans ahead of time, as it does for native images. */
class AheadOfTimeTest {

    @Test
    void theBeansOfTheClientsAreGenerated() throws IOException {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("io.wwep.spring", "Application")), files);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of("wwep.clients.plant.host=plant.example").applyTo(context);
            context.register(WwepAutoConfiguration.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();

        assertThat(files.getGeneratedFileContent(Kind.SOURCE, "io/wwep/spring/ConfiguredClients__BeanDefinitions.java"))
                .contains(
                        "new AutowireCandidateQualifier(\"org.springframework.beans.factory.annotation.Qualifier\", \"plant\")")
                .contains(".client(args.get(0))")
                .contains(".endpoint(args.get(0))");
    }
}
