package io.runledger.core.access;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What each route of every service needs: a line for each, which the server holds its routes to and the API's description
 * follows. A route that is not here prevents the start of a server that has it.
 *
 * <p>What a record needs that is appended depends on its type, too: a request for a decision is an event like any other.
 */
public final class RoutePermissions {
    private static final String OF_RUN = "/runs/{run_id}";

    private static final Map<String, Permission> ROUTES = new TreeMap<>();

    static {
        need(
                Permission.PUBLIC,
                "GET /health",
                "GET /sign-in",
                "GET /sign-in/console.css",
                "GET /sign-in/icon.svg",
                "GET /sign-in/sign-in.js",
                "GET /access/sign-in",
                "POST /access/sign-in",
                "POST /access/sessions");
        need(
                Permission.ANY,
                "GET /",
                "GET /console/{file}",
                "GET /openapi.json",
                "GET /access/me",
                "DELETE /access/sessions/current");
        need(
                Permission.APPEND,
                "POST /events",
                "POST /events/batch",
                "POST /artifacts",
                "POST /artifacts/batch",
                "POST /files",
                "PUT /runs/{run_id}/checkpoints/{name}",
                "DELETE /runs/{run_id}/checkpoints/{name}");
        need(
                Permission.READ,
                "GET /events",
                "GET /events/tail",
                "GET /events/rate",
                "GET /events/{event_id}",
                "GET /types",
                "GET /artifacts",
                "GET /artifacts/{artifact_id}",
                "GET /artifacts/{artifact_id}/history",
                "GET /bundles/{bundle_id}",
                "GET /requests/{request_id}",
                "GET /tasks/{task_id}",
                "GET /tasks/{task_id}/audit",
                "GET /packages",
                "GET /packages/{package_id}",
                "GET /files",
                "GET /files/{file_id}",
                "GET /runs",
                "GET /runs/compare",
                "GET /runs/{run_id}",
                "GET /runs/{run_id}/bundle",
                "GET /runs/{run_id}/checkpoints",
                "GET /runs/{run_id}/checkpoints/{name}",
                "HEAD /runs/{run_id}/checkpoints/{name}",
                "GET /contracts",
                "GET /contracts/{subject}/versions/{version}",
                "GET /positions",
                "GET /rejects",
                "GET /rejects/{partition}/{offset}",
                "GET /nodes",
                "GET /ready",
                "GET /metrics");
        need(
                Permission.REQUEST,
                "PATCH /artifacts/{artifact_id}",
                "POST /artifacts/{artifact_id}/attach",
                "POST /artifacts/{artifact_id}/supersede",
                "POST /tasks",
                "POST /tasks/{task_id}/complete");
        need(Permission.REVIEW, "POST /artifacts/{artifact_id}/review", "POST /artifacts/{artifact_id}/archive");
        need(Permission.EXPORT, "GET /export");
        need(
                Permission.OPERATE,
                "GET /admin/digest",
                "GET /admin/replay",
                "POST /admin/replay",
                "GET /admin/verify",
                "POST /admin/verify",
                "POST /rejects/{partition}/{offset}/redrive",
                "PUT /contracts/payload/{event_type}");
        need(Permission.ERASE, "DELETE /events/{event_id}", "DELETE /artifacts/{artifact_id}");
        need(Permission.KEYS, "GET /access/keys", "POST /access/keys", "DELETE /access/keys/{key_id}");
    }

    /** What these tell, or do, is about all runs together: a credential that is limited to some has no part of it. */
    private static final Set<String> OF_ALL_RUNS = Set.of(
            "GET /access/keys",
            "POST /access/keys",
            "DELETE /access/keys/{key_id}",
            "GET /admin/digest",
            "GET /admin/replay",
            "POST /admin/replay",
            "GET /admin/verify",
            "POST /admin/verify",
            "GET /metrics",
            "GET /positions",
            "GET /ready",
            "GET /rejects",
            "GET /rejects/{partition}/{offset}",
            "POST /rejects/{partition}/{offset}/redrive",
            "PUT /contracts/payload/{event_type}");

    private RoutePermissions() {}

    private static void need(Permission permission, String... routes) {
        for (String route : routes) {
            if (ROUTES.put(route, permission) != null) {
                throw new IllegalStateException(route + " is here twice");
            }
        }
    }

    /**
     * What a route needs; one that names the run needs what the same without it does. Empty if it is not known.
     *
     * @param path as it was registered, such as {@code /events/{event_id}}
     */
    public static Optional<Permission> of(String method, String path) {
        Permission own = ROUTES.get(method + " " + path);
        return own != null || !path.startsWith(OF_RUN + "/")
                ? Optional.ofNullable(own)
                : Optional.ofNullable(ROUTES.get(method + " " + path.substring(OF_RUN.length())));
    }

    /** Whether a route needs a credential for all runs. */
    public static boolean isAboutAllRuns(String method, String path) {
        return OF_ALL_RUNS.contains(method + " " + path);
    }

    /** Whether a request may be answered without a credential, by its path as it was sent. */
    public static boolean isPublic(String method, String path) {
        return ROUTES.get(method + " " + path) == Permission.PUBLIC;
    }

    /** All of them, but for those that name the run; each as {@code GET /events/{event_id}}. */
    public static Map<String, Permission> all() {
        return Map.copyOf(ROUTES);
    }
}
