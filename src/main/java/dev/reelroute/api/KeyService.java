package dev.reelroute.api;

import dev.reelroute.access.Keys;
import dev.reelroute.access.Scope;
import dev.reelroute.failure.Refused;
import org.springframework.stereotype.Component;

/** What operators may ask for about API keys. All methods throw {@link Refused} with the code that the contract names. */
@Component
public class KeyService {

    private final Keys keys;

    KeyService(Keys keys) {
        this.keys = keys;
    }

    public ApiKey create(KeyRequest request) {
        request.requireReadable();
        Keys.Issued issued = keys.issue(
                request.name(), request.tenant(), Scope.of(request.scopes().stream()), request.expiresInDays());
        return ApiKey.of(issued.row(), issued.key());
    }

    public ApiKey.Items list() {
        return new ApiKey.Items(
                keys.all().stream().map(row -> ApiKey.of(row, null)).toList());
    }

    public ApiKey revoke(String id) {
        return ApiKey.of(keys.revoke(id), null);
    }
}
