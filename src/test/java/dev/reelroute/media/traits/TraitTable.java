package dev.reelroute.media.traits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Clip, traits and outcome, between two marks in {@code docs/evidence/clips.md}. */
record TraitTable(Map<String, List<TraitClip>> themes, Map<String, String> outcomes) {

    private static final Path FILE = Path.of("docs/evidence/clips.md");
    private static final String BEGIN = "<!-- begin: written by TraitTest -->\n";
    private static final String END = "<!-- end -->\n";

    String markdown() {
        StringBuilder table = new StringBuilder();
        themes.forEach((theme, rows) -> {
            if (rows.isEmpty()) {
                return;
            }
            table.append("\n### ").append(theme.substring(0, 1).toUpperCase(Locale.ROOT));
            table.append(theme.substring(1)).append("\n\n| clip | traits | outcome |\n| --- | --- | --- |\n");
            for (TraitClip row : rows) {
                table.append("| `")
                        .append(row.clip())
                        .append("` | ")
                        .append(row.traits())
                        .append(" | ");
                table.append(outcomes.getOrDefault(row.clip(), "?")).append(" |\n");
            }
        });
        return table.append("\n").toString();
    }

    /** What stands there now. */
    String written() throws IOException {
        String text = Files.readString(FILE);
        return text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END));
    }

    void write() throws IOException {
        String text = Files.readString(FILE);
        String before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
        Files.writeString(FILE, before + markdown() + text.substring(text.indexOf(END)));
    }
}
