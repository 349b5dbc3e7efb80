/** What every process with an HTTP port shares: the server and its end, problem details, body limits, JSON answers, health, metrics. */
@NullMarked
package io.runledger.http;

import org.jspecify.annotations.NullMarked;
