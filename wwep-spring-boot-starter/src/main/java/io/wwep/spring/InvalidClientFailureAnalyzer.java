package io.wwep.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says which property is wrong, where it is set, and what to do. */
final class InvalidClientFailureAnalyzer extends AbstractFailureAnalyzer<InvalidClientException> {

    private final Environment environment;

    InvalidClientFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidClientException cause) {
        String property = cause.property();
        String where = property == null ? "" : whereIs(property);
        return new FailureAnalysis(cause.problem() + where, cause.action(), cause);
    }

    private String whereIs(String property) {
        if (!ConfigurationPropertyName.isValid(property)) {
            return "";
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        Map<ConfigurationPropertyName, String> origins = new LinkedHashMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            add(origins, source.getConfigurationProperty(name));
            if (source instanceof IterableConfigurationPropertySource iterable) {
                // of a group, such as keep-alive
                iterable.stream()
                        .filter(name::isAncestorOf)
                        .forEach(each -> add(origins, source.getConfigurationProperty(each)));
            }
        }
        return origins.isEmpty()
                ? ""
                : System.lineSeparator() + System.lineSeparator() + "    It is set in: "
                        + String.join(", ", origins.values());
    }

    /** Adds where a property is set, unless a source of higher precedence sets it too. */
    private static void add(Map<ConfigurationPropertyName, String> origins, @Nullable ConfigurationProperty property) {
        if (property != null && property.getOrigin() != null) {
            origins.putIfAbsent(property.getName(), property.getOrigin().toString());
        }
    }
}
