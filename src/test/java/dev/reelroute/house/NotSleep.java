package dev.reelroute.house;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * No class waits for a fixed time, by whatever method: such a wait is too long or too short.
 *
 * <p>Waiting for something with a deadline is allowed ({@code await}, {@code poll}, {@code get}, {@code waitFor},
 * {@code join}): the wait ends when the thing happens. A timed {@code Object.wait} is allowed where the class also
 * notifies. A scheduler blocks nothing. Awaitility asks for a condition, and gives up with its name.
 *
 * <p>The rule does not see a program {@code sleep}, or a deadline for something that can never happen.
 */
final class NotSleep extends ArchCondition<JavaClass> {

    private static final Map<Class<?>, Set<String>> SLEEPS = Map.of(
            Thread.class, Set.of("sleep", "yield", "onSpinWait"),
            TimeUnit.class, Set.of("sleep"),
            LockSupport.class, Set.of("park", "parkNanos", "parkUntil"),
            Page.class, Set.of("waitForTimeout"),
            Frame.class, Set.of("waitForTimeout"));

    NotSleep() {
        super("not sleep");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        boolean notifies = type.getAccessesFromSelf().stream()
                .map(JavaAccess::getTarget)
                .anyMatch(target -> target.getName().startsWith("notify") && isOf(target, Object.class));
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            if (sleeps(access.getTarget()) || (!notifies && waits(access.getTarget()))) {
                events.add(SimpleConditionEvent.violated(type, access.getDescription()));
            }
        }
    }

    private static boolean sleeps(AccessTarget target) {
        return SLEEPS.entrySet().stream()
                .anyMatch(each -> each.getValue().contains(target.getName())
                        && target.getOwner().isAssignableTo(each.getKey()));
    }

    /** {@code wait()} without an end comes back only when it is notified. */
    private static boolean waits(AccessTarget target) {
        if (!(target instanceof AccessTarget.CodeUnitAccessTarget method)
                || method.getRawParameterTypes().isEmpty()) {
            return false;
        }
        return (target.getName().equals("wait") && isOf(target, Object.class))
                || (target.getName().equals("timedWait") && isOf(target, TimeUnit.class));
    }

    private static boolean isOf(AccessTarget target, Class<?> owner) {
        return target.getOwner().isEquivalentTo(owner);
    }
}
