package dev.reelroute.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * No class has both {@code isReady()} and {@code ready}. To Camel both may be one method of two forms (BeanInfo.introspect), and it
 * calls neither; whether it does depends on the order in which the JVM lists them, which is another one from run to run.
 */
final class OneNameOneMethod extends ArchCondition<JavaClass> {

    private static final Pattern GETTER = Pattern.compile("(?:is|get)(\\p{Lu})(.*)");

    OneNameOneMethod() {
        super("not have a getter and another method of its name");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (JavaMethod method : type.getMethods()) {
            Matcher getter = GETTER.matcher(method.getName());
            if (getter.matches() && method.getRawParameterTypes().isEmpty()) {
                String name = getter.group(1).toLowerCase(Locale.ROOT) + getter.group(2);
                type.getMethods().stream()
                        .filter(other -> other.getName().equals(name))
                        .forEach(other -> events.add(SimpleConditionEvent.violated(
                                type, method.getFullName() + " and " + other.getFullName())));
            }
        }
    }
}
