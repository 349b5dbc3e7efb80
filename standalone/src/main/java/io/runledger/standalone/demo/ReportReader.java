package io.runledger.standalone.demo;

import io.runledger.standalone.console.ClearFailure;
import io.runledger.standalone.demo.TestCase.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads one report of Maven's test plugins (surefire-test-report.xsd). It ends when its file was last written. */
final class ReportReader {
    private static final int LONGEST_MESSAGE = 2_000;

    private ReportReader() {}

    static TestSuite read(String module, Path report) throws IOException {
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = factory().createXMLStreamReader(in);
            String suite = report.getFileName().toString();
            Duration took = Duration.ZERO;
            List<TestCase> cases = new ArrayList<>();
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                switch (xml.getLocalName()) {
                    case "testsuite" -> {
                        suite = attribute(xml, "name");
                        took = seconds(xml);
                    }
                    case "testcase" -> cases.add(testCase(xml));
                    default -> {
                        // Properties and output say nothing about the tests themselves.
                    }
                }
            }
            return new TestSuite(
                    module, suite, Files.getLastModifiedTime(report).toInstant().minus(took), took, cases);
        } catch (XMLStreamException e) {
            throw new ClearFailure(
                    report + " is not a test report (" + e.getMessage() + "): run \"mvn verify\" again.", e);
        }
    }

    private static TestCase testCase(XMLStreamReader xml) throws XMLStreamException {
        String name = attribute(xml, "name");
        Duration took = seconds(xml);
        Outcome outcome = Outcome.PASSED;
        String message = "";
        while (xml.next() != XMLStreamConstants.END_ELEMENT
                || !xml.getLocalName().equals("testcase")) {
            if (xml.isStartElement() && outcome == Outcome.PASSED) {
                outcome = outcome(xml.getLocalName());
                message = outcome == Outcome.PASSED ? "" : message(xml);
            }
        }
        return new TestCase(name, took, outcome, message);
    }

    private static Outcome outcome(String element) {
        return switch (element) {
            case "failure", "error" -> Outcome.FAILED;
            case "skipped" -> Outcome.SKIPPED;
            default -> Outcome.PASSED;
        };
    }

    private static String message(XMLStreamReader xml) {
        String message = attribute(xml, "message").isEmpty() ? attribute(xml, "type") : attribute(xml, "message");
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    /** Some versions write thousands with a comma. */
    private static Duration seconds(XMLStreamReader xml) {
        String value = attribute(xml, "time").replace(",", "");
        try {
            return Duration.ofMillis(value.isEmpty() ? 0 : Math.round(Double.parseDouble(value) * 1000));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
