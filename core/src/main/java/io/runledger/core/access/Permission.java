package io.runledger.core.access;

import java.util.Locale;

/** What a request needs. Every route declares one; roles grant them. */
public enum Permission {
    /** Nothing, not even a credential. */
    PUBLIC("nothing: anyone may ask"),
    /** Any valid credential. */
    ANY("any valid credential"),
    APPEND("append events, artifacts, files and checkpoints"),
    READ("read runs, records, checkpoints, health and metrics"),
    REQUEST("ask that tasks are declared or completed, and artifacts attached, updated or superseded"),
    REVIEW("review and archive artifacts"),
    EXPORT("export the whole ledger"),
    OPERATE("replay, verify and redrive, and register contracts"),
    ACT_FOR("name another actor than oneself"),
    ERASE("erase records for good"),
    KEYS("create, list and revoke keys");

    private final String doc;

    Permission(String doc) {
        this.doc = doc;
    }

    /** As it is written in answers and in the API's description, such as {@code act-for}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it allows, in a few words. */
    public String doc() {
        return doc;
    }
}
