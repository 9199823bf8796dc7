package io.wwep.spring;

import io.wwep.client.WwepClient;
import io.wwep.gateway.GatewayEndpoint;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the beans of each client that the properties name, with its name as their qualifier. They are lazy: an application
 * uses either the client or the gateway's endpoint of a name, and the meters of both have the same name.
 */
final class ClientBeans implements ImportBeanDefinitionRegistrar {

    /** The name of the bean that creates them. */
    static final String FACTORY = "wwepClients";

    private final Environment environment;

    ClientBeans(Environment environment) {
        this.environment = environment;
    }

    /** Returns the names of the clients in the properties. */
    static Set<String> names(Environment environment) {
        return Binder.get(environment)
                .bindOrCreate(WwepProperties.PREFIX, WwepProperties.class)
                .clients()
                .keySet();
    }

    /** Returns the name of a bean of a client, such as {@code plantWwepClient}. */
    static String nameOf(String client, Class<?> type) {
        return client + type.getSimpleName();
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        for (String name : names(environment)) {
            register(registry, name, WwepClient.class, "client");
            register(registry, name, GatewayEndpoint.class, "endpoint");
        }
    }

    private static void register(BeanDefinitionRegistry registry, String name, Class<?> type, String method) {
        RootBeanDefinition bean = new RootBeanDefinition(type);
        bean.setFactoryBeanName(FACTORY);
        bean.setFactoryMethodName(method);
        bean.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        bean.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        bean.setLazyInit(true);
        bean.setDestroyMethodName(AbstractBeanDefinition.INFER_METHOD);
        registry.registerBeanDefinition(nameOf(name, type), bean);
    }
}
