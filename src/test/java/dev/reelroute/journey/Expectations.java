package dev.reelroute.journey;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.opentest4j.AssertionFailedError;

/**
 * Playwright's expectations, which look twenty times a second. By themselves they look after 100 ms, 350, 850, and then once a second: most
 * of what a page does at all is done between two of these looks.
 */
final class Expectations {

    /** Others may compute meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final double LOOK = 50; // ms

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(LOOK);
    }

    private Expectations() {}

    static LocatorAssertions assertThat(Locator locator) {
        return assertThat(locator, PATIENCE);
    }

    static LocatorAssertions assertThat(Locator locator, Duration patience) {
        return patient(LocatorAssertions.class, PlaywrightAssertions.assertThat(locator), patience);
    }

    static PageAssertions assertThat(Page page) {
        return patient(PageAssertions.class, PlaywrightAssertions.assertThat(page), PATIENCE);
    }

    private static <T> T patient(Class<T> type, T impatient, Duration patience) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    long begun = System.nanoTime();
                    while (true) {
                        try {
                            Object answer = method.invoke(impatient, arguments);
                            return type.isInstance(answer) ? patient(type, type.cast(answer), patience) : answer;
                        } catch (InvocationTargetException e) {
                            boolean isOver = System.nanoTime() - begun > patience.toNanos();
                            if (isOver || !(e.getCause() instanceof AssertionFailedError)) {
                                throw e.getCause();
                            }
                        }
                    }
                }));
    }
}
