package io.wwep.docs;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A program that runs all examples, says how many, and why some failed. */
final class RunExamples {

    private RunExamples() {}

    public static void main(String[] arguments) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectPackage("io.wwep.docs.example"))
                                .filters(includeClassNamePatterns(".*Example"))
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        PrintWriter output = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        summary.printFailuresTo(output, 20);
        output.println(summary.getTestsSucceededCount() + " of " + summary.getTestsFoundCount() + " examples ran");
        System.exit(summary.getTotalFailureCount() == 0 ? 0 : 1);
    }
}
