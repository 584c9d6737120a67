package io.flowproof.flowlog.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.LogFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogEncoderTest {

  @Test
  void writesAbsentFieldsAsADash() {
    LogEncoder encoder = new LogEncoder(LogFormat.parse("version srcaddr bytes shiny"));

    assertThat(encoder.header()).isEqualTo("version srcaddr bytes shiny");
    assertThat(encoder.line(Map.of(FlowLogField.VERSION, 2, FlowLogField.BYTES, 40L)))
        .isEqualTo("2 - 40 -");
    assertThat(encoder.line(Map.of(FlowLogField.SRCADDR, "::1"), Map.of("shiny", "new")))
        .isEqualTo("- ::1 - new");
  }

  @Test
  void encodesTagValuesAsAwsDoes() {
    LogEncoder encoder = new LogEncoder(LogFormat.parse("instance-tag"));

    assertThat(encoder.line(Map.of(FlowLogField.INSTANCE_TAG, "web server-1/ä")))
        .isEqualTo("web%20server%2D1%2F%C3%A4");
  }

  @Test
  void refusesAValueThatALineCannotHold() {
    LogEncoder encoder = new LogEncoder(LogFormat.parse("vpc-id"));

    assertThatThrownBy(() -> encoder.line(Map.of(FlowLogField.VPC_ID, "a b")))
        .hasMessage(
            "Invalid value of vpc-id: 'a b' (must be a word other than \"-\", without white space)");
    assertThatThrownBy(() -> encoder.line(Map.of(FlowLogField.VPC_ID, "-")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
