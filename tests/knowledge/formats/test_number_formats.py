"""Number formats of spreadsheets: what a sheet shows is what is quoted."""

from __future__ import annotations

import pytest

from knowledge.formats.number_formats import number_shown, text_shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (25, '0"%"', "25%"),
        (0.255, "0.0%", "25.5%"),
        (2_500_000, '0.0,,"M EUR"', "2.5 M EUR"),
        (12_345, "#,##0.0,", "12.3"),
        (123_456, '0!.0,"万"', "12.3万"),
        (123_456_789, '0!.00,,"亿"', "1.23亿"),
        (420, "000000", "000420"),
        (13_912_345_678, "000-0000-0000", "139-1234-5678"),
        (1180, '"EUR" #,##0.00', "EUR 1,180.00"),
        (1180, '"EUR"#,##0', "EUR 1,180"),
        (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
        (1234.5, "#,##0.00\\ [$€-1]", "1,234.50 €"),
        (1500, "¥#,##0", "¥1,500"),
        (3, '0"个工作日"', "3个工作日"),
        (36.5, 'General"日"', "36.5日"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (-5, "#,##0.00_);(#,##0.00)", "(5.00)"),
        (46_293, '#,##0;-#,##0;"—"', "46,293"),
        (0, '#,##0;-#,##0;"—"', "—"),
        (5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "5.00"),
        (5, ";;;", ""),
        (5, ";;", ""),
        (0, "#", ""),
        (0.1, "0.##", "0.1"),
        (5, "0.##", "5"),
        (2.5, "0", "3"),
        (-0.2, "0", "0"),
        (1.5, "# ?/?", "1 1/2"),
        (12.3, "# ?/2", "12 1/2"),
        (123.45, "# ??/100", "123 45/100"),
        (0.97, "# ?/10", "1"),
        (-1.2, "# ?/8", "-1 2/8"),
        (0.000012, "0.00E+00", "1.20E-05"),
        (12_345.6789, "##0.0E+0", "12.3E+3"),
        (999_960, "##0.0E+0", "1.0E+6"),
        (0, "##0.0E+0", "0.0E+0"),
        (9.996, "0.00E+00", "1.00E+01"),
        (123_456, '[>=10000]0.0,"k";0', "123.5k"),
        (123, '[>=10000]0.0,"k";0', "123"),
        (-3, '[<0]"minus "0;0', "minus 3"),
        (-25, "[<=-25]General;[>=25]General;General", "25"),
        (-1, "[<=-25]General;[>=25]General;General", "-1"),
        (42, "@", "42"),
        (8_613_800_138_000, "General", "8613800138000"),
        (6_222_021_234_567_890, "General", "6222021234567890"),
        (1.5e15, "General", "1500000000000000"),
        (0.1 + 0.2, "General", "0.3"),
        (123_456_789_012_345_678, "0", "123456789012345678"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, shown: str) -> None:
    """Literal words, scaling commas, padding, sections, conditions, units; without a format whole, with no exponent."""
    assert shown == number_shown(value, code)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (46_023, "yyyy-mm-dd", "2026-01-01"),
        (46_023, "mm-dd-yy", "2026-01-01"),
        (46_023, "dd/mm/yyyy", "2026-01-01"),
        (46_023.75, "m/d/yy h:mm", "2026-01-01 18:00"),
        (46_023, "dd.mm.yyyy", "01.01.2026"),
        (46_023, "d mmmm yyyy", "1 January 2026"),
        (46_023, "mmm yy", "Jan 26"),
        (46_023, '[$-804]yyyy"年"m"月"d"日"', "2026年1月1日"),
        (46_023, "[$-804]aaaa", "星期四"),
        (46_023, "dddd", "Thursday"),
        (0.5, "h:mm AM/PM", "12:00 PM"),
        (0.375, "上午/下午h:mm", "上午9:00"),
        (0.3125, "hh:mm", "07:30"),
        (1.5, "[h]:mm", "36:00"),
        (0.0625, "[m]", "90"),
        (52.65 / 86_400, "mm:ss.0", "00:52.7"),
        (46_023.1702084375, "yyyy-mm-dd hh:mm:ss.000", "2026-01-01 04:05:06.009"),
        (0.75, "AM/PM", "PM"),
        (1.0416667, "[hh]:mm:ss", "25:00:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (-1, "yyyy-mm-dd", "-1"),
        (1e10, "yyyy-mm-dd", "10000000000"),
    ],
)
def test_a_date_is_shown_as_its_format_says(value: float, code: str, shown: str) -> None:
    """In ISO form only where day and month could be taken for each other; what is no date stays a number."""
    assert shown == number_shown(value, code)


def test_dates_of_a_workbook_from_an_old_mac_count_from_1904() -> None:
    """Four years and a day later than others."""
    assert number_shown(44_561, "yyyy-mm-dd", epoch_1904=True) == "2026-01-01"


def test_text_is_shown_by_its_own_section() -> None:
    """The fourth, or a last one that says where it goes."""
    assert text_shown("ask", "0.00") == "ask"
    assert text_shown("ask", ";;;") == ""
    assert text_shown("5", '@" EUR"') == "5 EUR"
    assert text_shown("ask", "0;0;0;General") == "ask"
    assert text_shown("ask", '0;0;0;"please "@') == "please ask"
