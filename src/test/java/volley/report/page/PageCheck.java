package volley.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds for every page, whatever it shows. */
public final class PageCheck {
    private record Screen(int width, boolean dark) {}

    private static final List<Screen> SCREENS =
            List.of(new Screen(1400, false), new Screen(500, true), new Screen(390, false));

    /** Texts of charts that are not wholly inside them, and elements that reach beyond the screen and cannot be scrolled to. */
    private static final String CUT =
            """
            [...document.querySelectorAll('.chart')].flatMap(chart => {
              const box = chart.getBoundingClientRect();
              return [...chart.querySelectorAll('svg text')].filter(text => {
                const at = text.getBoundingClientRect();
                return at.left < box.left - 1 || at.right > box.right + 1 || at.top < box.top - 1 || at.bottom > box.bottom + 1;
              }).map(text => chart.getAttribute('aria-label') + ': ' + text.textContent);
            }).concat([...document.querySelectorAll('body *')]
              .filter(each => !each.closest('.scroll > *, svg, script') && each.getBoundingClientRect().right > innerWidth + 1)
              .map(each => each.tagName + ' ' + each.className))
            """;

    /** Texts of a chart that lie on each other. */
    private static final String OVERLAPPING =
            """
            [...document.querySelectorAll('.chart')].flatMap(chart => {
              const texts = [...chart.querySelectorAll('svg text')].map(text => [text, text.getBoundingClientRect()]);
              return texts.flatMap(([one, a], i) => texts.slice(i + 1)
                .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
                  && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5)
                .map(([other]) => chart.getAttribute('aria-label') + ': ' + one.textContent + ' | ' + other.textContent));
            })
            """;

    /** Presses every button; of each its file's name, what is saved, and the cells of the table below it as they are. */
    private static final String SAVED =
            """
            (() => {
              let text, name;
              const RealBlob = Blob;
              window.Blob = function (parts, options) { text = parts.join(''); return new RealBlob(parts, options); };
              HTMLAnchorElement.prototype.click = function () { name = this.download; };
              const shown = cell => cell.dataset.value
                ?? [...cell.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join('');
              return [...document.querySelectorAll('.csv')].map(button => {
                button.click();
                const table = button.nextElementSibling.querySelector('table');
                return { name, text, table: table.dataset.table, rows: [...table.rows].map(row => [...row.cells].map(shown)) };
              });
            })()
            """;

    private PageCheck() {}

    /** No error, no request, nothing cut, every chart drawn and every table saved as it is shown, on any screen. */
    public static void holds(Browser browser, Path page) throws IOException {
        Set<String> grounds = new HashSet<>();
        for (Screen screen : SCREENS) {
            browser.open(page, screen.width, 900, screen.dark);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(screen.width);
            assertThat(browser.evaluate(CUT)).as("cut on %s", screen).isEmpty();
            assertThat(browser.evaluate(OVERLAPPING))
                    .as("texts on each other on %s", screen)
                    .isEmpty();
            everyChartIsDrawn(browser);
            grounds.add(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                    .asText());
        }
        assertThat(grounds).as("light and dark").hasSize(2);
        assertThat(browser.evaluate("document.body.innerText").asText())
                .contains("Volley load test", "Charts by Apache ECharts")
                .doesNotContain("NaN", "undefined", "[object", "Infinity", "null");
        everyTableIsSavedAsShown(browser);
    }

    private static void everyChartIsDrawn(Browser browser) {
        browser.evaluate("[...document.querySelectorAll('.chart')].map(c => c.querySelectorAll('svg path').length)")
                .forEach(count ->
                        assertThat(count.asInt()).as("shapes of a chart").isGreaterThan(4));
    }

    private static void everyTableIsSavedAsShown(Browser browser) throws IOException {
        JsonNode tables = browser.evaluate(SAVED);
        assertThat(tables)
                .hasSize(browser.evaluate("document.querySelectorAll('table').length")
                        .asInt());
        Set<String> names = new HashSet<>();
        for (JsonNode table : tables) {
            String name = table.path("table").asText();
            assertThat(table.path("name").asText()).isEqualTo(name + ".csv");
            assertThat(names.add(name)).as("only one table is %s", name).isTrue();
            List<List<String>> shown = new ArrayList<>();
            table.path("rows").forEach(row -> shown.add(cells(row, shown.isEmpty())));
            List<List<String>> saved = new ArrayList<>();
            JsonNode rows = new CsvMapper()
                    .readerFor(JsonNode.class)
                    .with(CsvParser.Feature.WRAP_AS_ARRAY)
                    .readTree(table.path("text").asText());
            rows.forEach(row -> saved.add(cells(row, saved.isEmpty())));
            assertThat(saved).as(name).isEqualTo(shown).hasSizeGreaterThan(1);
        }
    }

    /** Units stand after a comma in a table's head, in brackets in that of a file. An absent value is a dash or nothing. */
    private static List<String> cells(JsonNode row, boolean head) {
        List<String> cells = new ArrayList<>();
        row.forEach(cell -> cells.add(
                head ? cell.asText().replaceAll("[ ,()]", "") : cell.asText().replaceAll("^–$", "")));
        return cells;
    }
}
