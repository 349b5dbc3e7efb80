package io.runledger.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.access.RoutePermissions;
import io.runledger.core.review.RequestType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An event that asks for a decision needs what the request's own route needs: the one is no way around the other. */
final class RecordPermissionsTest {
    @ParameterizedTest
    @MethodSource("io.runledger.core.review.RequestType#all")
    void asksOfTheEventWhatItAsksOfTheRoute(RequestType type) {
        String route = RequestPaths.withMethod(type);
        int space = route.indexOf(' ');

        assertThat(RoutePermissions.of(route.substring(0, space), route.substring(space + 1)))
                .as(route)
                .contains(RecordPermissions.of(type));
    }
}
