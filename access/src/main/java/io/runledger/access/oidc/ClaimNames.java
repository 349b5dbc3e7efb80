package io.runledger.access.oidc;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.Settings;

/**
 * In which claims of a token there is what. Each is a claim's name, or a path into objects with dots between.
 *
 * @param rolesPrefix which our roles begin with among those of an issuer; others are ignored
 */
public record ClaimNames(String name, String roles, String rolesPrefix, String scope, String clearance) {
    static final Setting NAME = new Setting(
            "RUNLEDGER_OIDC_NAME_CLAIM",
            "sub",
            "The claim by which principals are named, followed by # and the issuer; one that nobody can change by themselves, and that the issuer never gives to somebody else");
    static final Setting ROLES = new Setting(
            "RUNLEDGER_OIDC_ROLES_CLAIM",
            "roles",
            "The claim that has a token's [roles](access.md#roles), or a path to it such as realm_access.roles");
    static final Setting ROLES_PREFIX = new Setting(
            "RUNLEDGER_OIDC_ROLES_PREFIX",
            "",
            "What roles begin with there, such as runledger- in runledger-reader; others are ignored");

    static final Setting SCOPE = new Setting(
            "RUNLEDGER_OIDC_SCOPE_CLAIM",
            "runledger_scope",
            "The claim that has what the ids of a token's runs begin with; a token without it is for [all runs](access.md#what-a-key-sees)");
    static final Setting CLEARANCE = new Setting(
            "RUNLEDGER_OIDC_CLEARANCE_CLAIM",
            "runledger_clearance",
            "The claim that has the highest data class that a token may see; internal without it");

    static ClaimNames from(Settings settings) {
        return new ClaimNames(
                settings.text(NAME),
                settings.text(ROLES),
                settings.text(ROLES_PREFIX),
                settings.text(SCOPE),
                settings.text(CLEARANCE));
    }
}
