package dev.reelroute.camel;

import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import com.atlassian.oai.validator.report.ValidationReport.MessageContext;
import com.atlassian.oai.validator.report.ValidationReport.MessageContext.Pointers;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in one sentence for each fault what is wrong with a request: where, and what is expected. */
final class ContractFaults {

    /**
     * Ends of the validator's keys, each with the part of its text that says what is expected, and our words for it.
     */
    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("required", new Rule("\\(\\[(.*)]\\)", "lacks %s")),
            Map.entry("additionalProperties", new Rule("schema: \\[(.*)]", "may not have %s")),
            Map.entry("type", new Rule("allowed: \\[(.*)]", "must be of type %s")),
            Map.entry("enum", new Rule("possible values: \\[(.*)]", "must be one of %s")),
            Map.entry("minimum", new Rule("minimum: ([^,]*),", "must be at least %s")),
            Map.entry("maximum", new Rule("maximum: ([^,]*),", "must be at most %s")),
            Map.entry("minLength", new Rule("minimum: (\\d+)", "must have %s or more characters")),
            Map.entry("maxLength", new Rule("maximum allowed: (\\d+)", "must have at most %s characters")),
            Map.entry("minProperties", new Rule("at least (\\d+)", "must have %s or more fields")),
            Map.entry("pattern", new Rule("regex \"(.*)\" does", "must fit the pattern %s")),
            Map.entry("missing", new Rule("none", "is missing")),
            Map.entry("unexpected", new Rule("unexpected", "is not a parameter of this call")),
            Map.entry("invalidJson", new Rule("(?s)JSON - (.*?)\\s+at \\[.*line: (\\d+)", "is no JSON: %s (line %s)")));

    private record Rule(Pattern text, String words) {

        Rule(String text, String words) {
            this(Pattern.compile(text), words);
        }

        /** @param text the validator's message */
        String apply(String text) {
            Matcher found = this.text.matcher(text);
            if (!found.find()) {
                return "is not as it must be: " + text;
            }
            Object[] groups = Stream.iterate(1, group -> group <= found.groupCount(), group -> group + 1)
                    .map(group -> found.group(group).replace("\",\"", ", ").replace("\"", ""))
                    .toArray();
            return words.formatted(groups);
        }
    }

    private ContractFaults() {}

    static String of(ValidationReport report) {
        return report.getMessages().stream()
                .filter(message -> message.getLevel() == Level.ERROR)
                .flatMap(ContractFaults::sentences)
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static Stream<String> sentences(Message message) {
        // Where one of several forms is allowed, the fault is reported for the form that was meant, with its fields.
        List<Message> forms = message.getNestedMessages();
        List<Message> meant = forms.stream()
                .filter(nested -> !place(nested).equals(place(message))
                        || !keyword(nested).equals("type"))
                .toList();
        if (!forms.isEmpty()) {
            return (meant.isEmpty() ? forms : meant).stream().flatMap(ContractFaults::sentences);
        }
        Rule rule = RULES.get(keyword(message));
        return Stream.of(
                rule == null ? message.getMessage() : place(message) + " " + rule.apply(message.getMessage()) + ".");
    }

    private static String keyword(Message message) {
        return message.getKey().substring(message.getKey().lastIndexOf('.') + 1);
    }

    /** A parameter by its name, a field as {@code webhook.events[0]}. */
    private static String place(Message message) {
        String pointer = message.getContext()
                .flatMap(MessageContext::getPointers)
                .map(Pointers::getInstance)
                .orElse("/")
                .replaceAll("/(\\d+)", "[$1]")
                .replaceFirst("^/", "")
                .replace('/', '.');
        return message.getContext()
                .flatMap(MessageContext::getParameter)
                .map(parameter -> parameter.getName() + pointer)
                .orElse(pointer.isEmpty() ? "The body" : pointer);
    }
}
