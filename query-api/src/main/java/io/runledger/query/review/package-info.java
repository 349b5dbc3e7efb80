/** What was asked and decided: artifacts' histories, tasks with their proof, bundles, requests. */
@NullMarked
package io.runledger.query.review;

import org.jspecify.annotations.NullMarked;
