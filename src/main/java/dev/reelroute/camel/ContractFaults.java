package dev.reelroute.camel;

import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import com.atlassian.oai.validator.report.ValidationReport.MessageContext;
import com.atlassian.oai.validator.report.ValidationReport.MessageContext.Pointers;
import dev.reelroute.failure.RequestFault;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in one sentence for each fault what is wrong with a request: where, and what is expected. */
final class ContractFaults {

    static final String BODY = "The body";

    /** Ends of the validator's keys, each with the part of its text that says what is expected. */
    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("required", new Rule("\\(\\[(.*)]\\)", RequestFault.LACKS)),
            Map.entry("additionalProperties", new Rule("schema: \\[(.*)]", RequestFault.ADDITIONAL)),
            Map.entry("type", new Rule("allowed: \\[(.*)]", RequestFault.TYPE)),
            Map.entry("enum", new Rule("possible values: \\[(.*)]", RequestFault.ENUM)),
            Map.entry("minimum", new Rule("minimum: ([^,]*),", RequestFault.MINIMUM)),
            Map.entry("maximum", new Rule("maximum: ([^,]*),", RequestFault.MAXIMUM)),
            Map.entry("minLength", new Rule("minimum: (\\d+)", RequestFault.MIN_LENGTH)),
            Map.entry("maxLength", new Rule("maximum allowed: (\\d+)", RequestFault.MAX_LENGTH)),
            Map.entry("minProperties", new Rule("at least (\\d+)", RequestFault.MIN_PROPERTIES)),
            Map.entry("pattern", new Rule("regex \"(.*)\" does", RequestFault.PATTERN)),
            Map.entry("missing", new Rule("none", RequestFault.MISSING)),
            Map.entry("unexpected", new Rule("unexpected", RequestFault.UNEXPECTED)),
            Map.entry("invalidJson", new Rule("(?s)JSON - (.*?)\\s+at \\[.*line: (\\d+)", RequestFault.NOT_JSON)));

    /** Who sends a thousand wrong values is told of the first. */
    private static final int MOST_SENTENCES = 10;

    private record Rule(Pattern text, RequestFault fault) {

        Rule(String text, RequestFault fault) {
            this(Pattern.compile(text), fault);
        }

        /** @param text the validator's message */
        String apply(String place, String text) {
            Matcher found = this.text.matcher(text);
            if (!found.find()) {
                return RequestFault.OTHER.of(place, text);
            }
            Object[] groups = Stream.iterate(1, group -> group <= found.groupCount(), group -> group + 1)
                    .map(group -> found.group(group).replace("\",\"", ", ").replace("\"", ""))
                    .toArray();
            return fault.of(place, groups);
        }
    }

    private ContractFaults() {}

    static String of(ValidationReport report) {
        return report.getMessages().stream()
                .filter(message -> message.getLevel() == Level.ERROR)
                .flatMap(ContractFaults::sentences)
                .distinct()
                .limit(MOST_SENTENCES)
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
        return Stream.of(rule == null ? message.getMessage() : rule.apply(place(message), message.getMessage()));
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
                .orElse(pointer.isEmpty() ? BODY : pointer);
    }
}
