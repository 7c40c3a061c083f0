package volley.report.summary;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import volley.metrics.Objective;
import volley.metrics.OutcomeCounts;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.report.folder.RunFacts;
import volley.report.json.SafeText;

/**
 * {@code junit.xml}: what CI servers show of a run. Test cases for the count of turns (planned = ok + failed + skipped +
 * cancelled), for {@code failure-budget} and for a run that was not stopped, and one for each objective; what is missed
 * is a failure whose message has the figure. Assertions of a user's own simulation are added when Gatling has judged them.
 */
public final class JUnitXml {
    public static final String FILE_NAME = "junit.xml";

    private JUnitXml() {}

    /**
     * A test case.
     *
     * @param message what to show if it failed
     */
    public record Case(String name, boolean passed, String message) {}

    public static void write(Path folder, RunFacts facts, RunFigures figures, List<Objective.Verdict> verdicts)
            throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(FILE_NAME))) {
            XMLStreamWriter xml =
                    XMLOutputFactory.newFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            write(xml, facts, figures, verdicts);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /**
     * Adds test cases to those of a run that has ended.
     *
     * @param folder the run's, with the file in it
     */
    public static void add(Path folder, List<Case> more) throws IOException {
        Path file = folder.resolve(FILE_NAME);
        try {
            Document document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile());
            Element suite = document.getDocumentElement();
            for (Case each : more) {
                Element test = document.createElement("testcase");
                test.setAttribute("classname", suite.getAttribute("name"));
                test.setAttribute("name", each.name());
                if (!each.passed()) {
                    Element failure = document.createElement("failure");
                    failure.setAttribute("message", each.message());
                    test.appendChild(failure);
                    raise(suite, "failures");
                }
                raise(suite, "tests");
                suite.appendChild(document.createTextNode("  "));
                suite.appendChild(test);
                suite.appendChild(document.createTextNode("\n"));
            }
            Path whole = folder.resolve(FILE_NAME + ".part");
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(whole.toFile()));
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (ParserConfigurationException | SAXException | TransformerException e) {
            throw new IOException(e);
        }
    }

    private static void raise(Element suite, String count) {
        suite.setAttribute(count, String.valueOf(Integer.parseInt(suite.getAttribute(count)) + 1));
    }

    private static void write(XMLStreamWriter xml, RunFacts facts, RunFigures figures, List<Objective.Verdict> verdicts)
            throws XMLStreamException {
        OutcomeCounts counts = figures.totals().outcomes();
        String suite = "volley." + SafeText.oneLine(facts.simulation(), 100);
        List<Case> cases = cases(facts, counts, verdicts);
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", suite);
        xml.writeAttribute("tests", String.valueOf(cases.size()));
        xml.writeAttribute(
                "failures",
                String.valueOf(cases.stream().filter(each -> !each.passed()).count()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("timestamp", facts.startedAt().toString());
        xml.writeAttribute("time", seconds(figures.shown(RunMetric.DURATION)));
        for (Case each : cases) {
            write(xml, suite, each);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private static List<Case> cases(RunFacts facts, OutcomeCounts counts, List<Objective.Verdict> verdicts) {
        String turns = counts.planned() + " planned, " + counts.ok() + " ok, " + counts.failed() + " failed, "
                + counts.skipped() + " skipped, " + counts.cancelled() + " cancelled";
        long budget = Long.parseLong(facts.parameters().getOrDefault("failure-budget", "0"));
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("every planned turn is accounted for", counts.complete(), turns));
        cases.add(new Case("at most " + budget + " requests failed", counts.failed() <= budget, turns));
        cases.add(new Case("the run was not stopped", counts.cancelled() == 0, turns));
        verdicts.forEach(verdict -> cases.add(new Case(verdict.objective().text(), verdict.met(), verdict.text())));
        return cases;
    }

    private static void write(XMLStreamWriter xml, String suite, Case test) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", suite);
        xml.writeAttribute("name", test.name());
        if (!test.passed()) {
            xml.writeCharacters("\n    ");
            xml.writeEmptyElement("failure");
            xml.writeAttribute("message", test.message());
            xml.writeCharacters("\n  ");
        }
        xml.writeEndElement();
    }

    private static String seconds(OptionalDouble seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds.orElse(0));
    }
}
