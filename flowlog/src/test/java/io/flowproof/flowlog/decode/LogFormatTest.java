package io.flowproof.flowlog.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.schema.FlowLogField;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFormatTest {
  private static final List<String> VERSION_5 =
      Arrays.stream(FlowLogField.values())
          .filter(field -> field.version() <= 5)
          .map(FlowLogField::awsName)
          .toList();

  @Test
  void theDefaultHasTheFourteenFieldsOfVersion2() {
    assertThat(LogFormat.DEFAULT.header())
        .isEqualTo(
            "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes"
                + " start end action log-status");
    assertThat(LogFormat.DEFAULT.version()).isEqualTo(2);
    assertThat(LogFormat.DEFAULT.isTransitGateway()).isFalse();
  }

  @Test
  void readsTheFormOfTheApiAndPrintsItBack() {
    LogFormat format = LogFormat.parse("${version} ${srcaddr}  ${reject-reason} ${next-thing}");

    assertThat(format).hasToString("${version} ${srcaddr} ${reject-reason} ${next-thing}");
    assertThat(format.columns())
        .extracting(LogFormat.LogColumn::field)
        .containsExactly(
            FlowLogField.VERSION, FlowLogField.SRCADDR, FlowLogField.REJECT_REASON, null);
    assertThat(format.version()).isEqualTo(8);
    assertThat(format.has(FlowLogField.SRCADDR)).isTrue();
    assertThat(format.has(FlowLogField.DSTADDR)).isFalse();
    assertThat(LogFormat.parse(format.toString())).isEqualTo(format);
    assertThat(LogFormat.parse(format.header())).isEqualTo(format);
  }

  @Test
  void knowsTheFormatsOfTheSplunkAddOn() {
    assertThat(LogFormat.DEFAULT.splunkFormat()).isEqualTo(1);
    assertThat(LogFormat.of(VERSION_5).splunkFormat()).isEqualTo(2);
    assertThat(LogFormat.of(VERSION_5.stream().sorted().toList()).splunkFormat()).isEqualTo(3);
    assertThat(LogFormat.of(VERSION_5.reversed()).splunkFormat()).isZero();
  }

  @Test
  void saysInBitsWhichFieldsItHas() {
    assertThat(LogFormat.parse("version interface-id shiny tgw-id").fieldsPresent())
        .isEqualTo(0b101);
    assertThat(LogFormat.DEFAULT.fieldsPresent()).isEqualTo(0b11_1111_1111_1111);
  }

  @Test
  void oneFieldOfTransitGatewaysMakesItTheirs() {
    assertThat(LogFormat.parse("version tgw-id srcaddr").isTransitGateway()).isTrue();
    assertThat(LogFormat.parse("version tgw-id srcaddr").version()).isEqualTo(6);
  }

  @Test
  void keepsTheSecondOfTwoEqualNamesApart() {
    LogFormat format = LogFormat.of(List.of("srcaddr", "srcaddr"));

    assertThat(format.columns())
        .extracting(LogFormat.LogColumn::field)
        .containsExactly(FlowLogField.SRCADDR, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${srcaddr} ${srcadr} | Unknown field 'srcadr' in the log format (did you mean 'srcaddr'?)",
        "srcaddr srcaddr | Invalid log format: srcaddr is given twice",
        "srcaddr,dstaddr | Invalid log format: 'srcaddr,dstaddr' (must be fields such as ${srcaddr},"
            + " in their order)",
        "'' | Invalid log format: '' (must be fields such as ${srcaddr}, in their order)"
      })
  void refusesWhatIsNoFormat(String text, String message) {
    assertThatThrownBy(() -> LogFormat.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
