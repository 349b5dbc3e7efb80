/** What is read, put into an answer: records, runs and their lives as JSON, and pages of them. */
@NullMarked
package io.runledger.query.answer;

import org.jspecify.annotations.NullMarked;
