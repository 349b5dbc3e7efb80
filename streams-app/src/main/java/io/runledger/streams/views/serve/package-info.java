/** The views as a Kafka Streams application keeps them, and as others read them. */
@NullMarked
package io.runledger.streams.views.serve;

import org.jspecify.annotations.NullMarked;
