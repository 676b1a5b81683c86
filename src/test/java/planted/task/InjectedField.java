package planted.task;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

/** Cannot be made with new. */
final class InjectedField {

    @Autowired
    @Nullable
    Object other;
}
