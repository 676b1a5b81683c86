package dev.reelroute.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.media.ProcessFiles;
import dev.reelroute.media.ProcessFiles.Cpu;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** The bench calculates, records and draws what it has measured as it should. */
class BenchTest {

    @Test
    void aPercentileIsTheValueThatTheShareIsNotAbove() {
        Samples samples = new Samples(List.of(5.0, 1.0, 4.0, 2.0, 3.0));

        assertThat(samples.median()).isEqualTo(3);
        assertThat(samples.percentile(0.8)).isEqualTo(4);
        assertThat(samples.percentile(0.95)).isEqualTo(5);
        assertThat(new Samples(List.of(1.0, 2.0)).median()).isEqualTo(1.5);
    }

    @Test
    void theLeastPossibleIsTheShortestFirst() {
        // 1, 3 and 6 of 10 s: ready after 1, 4 and 10 s.
        assertThat(Backlog.least(List.of(6.0, 1.0, 3.0), 10)).isEqualTo(5);
    }

    @Test
    void aGoalIsMissedOnItsWrongSideOnly() {
        assertThat(Figure.of("ratio", 1.06, "×").atMost(1.05).misses()).isTrue();
        assertThat(Figure.of("ratio", 1.05, "×").atMost(1.05).misses()).isFalse();
        assertThat(Figure.of("requests", 999, "/s").atLeast(1000).misses()).isTrue();
        assertThat(Figure.of("requests", 1001, "/s").atLeast(1000).misses()).isFalse();
    }

    @Test
    void processorTimeIsFoundBehindAnyName() {
        Cpu cpu = ProcessFiles.parseStat("42 (a) b (c) S 1 42 42 0 -1 4194560 1 2 3 4 150 50 700 300 20 0 1 0 5 6 7");

        assertThat(cpu).isEqualTo(new Cpu(2, 10));
        assertThat(new Cpu(3, 14).since(cpu).total()).isEqualTo(5);
    }

    @Test
    void ourOwnProcessHasTimeAndMemory() throws Exception {
        long self = ProcessHandle.current().pid();

        double now = ProcessFiles.memory(self);

        assertThat(now).isGreaterThan(20);
        assertThat(ProcessFiles.peakMemory(self)).isGreaterThanOrEqualTo(now);
        assertThat(ProcessFiles.cpu(self).own()).isPositive();
    }

    @Test
    void aRunOfSomeLettersLeavesTheOthersAsTheyWere(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("bench.json");
        Sheet.Entry first = entry(Figure.of("one", 1.23, "s").atMost(2));
        new Sheet(java.util.Map.of()).with("a", first).write(file);

        Sheet.Entry second = entry(Figure.of("two", 4, "/s"));
        Sheet.read(file).with("b", second).write(file);

        assertThat(Sheet.read(file).entries())
                .containsEntry("a", first)
                .containsEntry("b", second)
                .hasSize(2);
    }

    @Test
    void aPlotIsXmlWithABarForEachFigureAndAStrokeForEachGoal() throws Exception {
        String svg =
                new Plot("a < b & c", List.of(Figure.of("one", 2, "s").atMost(1), Figure.of("two", 3, "ms"))).svg();

        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));

        // The ground, two bars, one stroke.
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(4);
        assertThat(document.getElementsByTagName("text").item(0).getTextContent())
                .isEqualTo("a < b & c");
    }

    /** Nobody edits a result by hand. */
    @Test
    void thePageShowsWhatIsRecorded() throws Exception {
        String page = Files.readString(Sheet.PAGE);
        Sheet sheet = Sheet.read(Sheet.FILE);

        assertThat(sheet.withTable(page)).isEqualTo(page);
        sheet.entries().forEach((letter, entry) -> {
            assertThat(BenchRun.MEASUREMENTS).containsKey(letter);
            assertThat(Sheet.plot(entry.name())).hasContent(new Plot(entry.question(), entry.figures()).svg());
        });
    }

    private static Sheet.Entry entry(Figure figure) {
        return new Sheet.Entry(
                "name",
                "Question",
                "2026-01-01T00:00:00Z",
                "abc",
                "machine",
                "17",
                "8",
                List.of(figure),
                List.of("note"));
    }
}
