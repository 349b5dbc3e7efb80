package io.runledger.query;

import io.runledger.streams.views.RunStart;

/** A run in the list of runs. */
record RunRow(RunStart start, RunLife life) {}
