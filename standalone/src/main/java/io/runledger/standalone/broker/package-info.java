/** The Kafka broker inside this process. */
@NullMarked
package io.runledger.standalone.broker;

import org.jspecify.annotations.NullMarked;
