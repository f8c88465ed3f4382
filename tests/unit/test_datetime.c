/* Dates, times, moments, durations and UUIDs: what is read, what is refused and why, what is printed; the clock.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <time.h>
#include "base/base_int.h"

/* A text, and either what it prints as or why it is refused. */
typedef struct text_row {
    const char *text, *printed, *error;
} text_row;

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* ok and printed are what the parser gave; error is only set if it failed. */
static void check_row(const text_row *row, bool ok, const char *printed, const char *error)
{
    const char *found = ok ? printed : error, *wanted = row->error ? row->error : row->printed;

    if (ok != !row->error || strcmp(found, wanted) != 0)
        fail_msg("%s: wanted %s, found %s", row->text, wanted, found);
}

/* ---- the calendar ------------------------------------------------------------------------------------------------ */

static void test_every_day_of_the_calendar(void **state)
{
    static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t          day = -719162; /* 0001-01-01 */

    (void)state;
    for (int year = 1; year <= 9999; year++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            for (int d = 1; d <= month_days[month - 1] + (month == 2 && leap); d++, day++) {
                ig_date value = {.year = (int16_t)year, .month = (uint8_t)month, .day = (uint8_t)d};
                ig_date back = igi_date_from_days(day);
                if (igi_days_from_date(&value) != day || memcmp(&back, &value, sizeof back) != 0)
                    fail_msg("%04d-%02d-%02d", year, month, d);
            }
        }
    }
    assert_int_equal(day, 2932897); /* 10000-01-01 */
}

/* ---- dates ------------------------------------------------------------------------------------------------------- */

static void test_dates(void **state)
{
    static const text_row rows[] = {
        {"2024-02-29", "2024-02-29", NULL},
        {"0001-01-01", "0001-01-01", NULL},
        {"9999-12-31", "9999-12-31", NULL},
        {"2000-02-29", "2000-02-29", NULL},
        {"1706745600", "2024-02-01", NULL},
        {"-86400", "1969-12-31", NULL},
        {"+0", "1970-01-01", NULL},
        {"1706745600000", "2024-02-01", NULL},
        {"", NULL, "input is too short"},
        {"2024-02-9", NULL, "input is too short"},
        {"x024-02-29", NULL, "invalid character in year"},
        {"2024/02/29", NULL, "invalid date separator, expected `-`"},
        {"2024-02/29", NULL, "invalid date separator, expected `-`"},
        {"2024-0x-29", NULL, "invalid character in month"},
        {"2024-02-2x", NULL, "invalid character in day"},
        {"2024-00-01", NULL, "month value is outside expected range of 1-12"},
        {"2024-13-01", NULL, "month value is outside expected range of 1-12"},
        {"2024-01-00", NULL, "day value is outside expected range"},
        {"2024-04-31", NULL, "day value is outside expected range"},
        {"1900-02-29", NULL, "day value is outside expected range"},
        {"2024-02-29x", NULL, "unexpected extra characters at the end of the input"},
        {"0000-01-01", NULL, "year 0 is out of range"},
        {"1706745601", NULL, "Timestamp is not an exact date"},
        {"253402300800000", NULL, "dates after 9999 are not supported as unix timestamps"},
        {"-62167219200001", NULL, "dates before 0000 are not supported as unix timestamps"},
        {"-62167219200000", NULL, "year 0 is out of range"},
        {"99999999999999999999", NULL, "invalid date separator, expected `-`"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char        printed[IG_DATE_TEXT] = "";
        const char *error = NULL;
        ig_date     value;
        bool        ok = igi_date_parse(igi_str(rows[i].text), &value, &error);
        size_t      n = ok ? ig_date_format(&value, printed) : 0;
        assert_int_equal(n, strlen(printed));
        check_row(&rows[i], ok, printed, error);
        if (!ok && strstr(rows[i].error, "year 0"))
            assert_ptr_equal(error, igi_error_year_zero);
    }
}

/* ---- times of day ------------------------------------------------------------------------------------------------ */

static void test_times(void **state)
{
    static const text_row rows[] = {
        {"10:20", "10:20:00", NULL},
        {"00:00:00", "00:00:00", NULL},
        {"23:59:59.999999", "23:59:59.999999", NULL},
        {"10:20:30.5", "10:20:30.500000", NULL},
        {"10:20:30,000001", "10:20:30.000001", NULL},
        {"10:20:30.1234567899", "10:20:30.123456", NULL},
        {"10:20Z", "10:20:00Z", NULL},
        {"10:20:30z", "10:20:30Z", NULL},
        {"10:20:30+05:30", "10:20:30+05:30", NULL},
        {"10:20:30-0530", "10:20:30-05:30", NULL},
        {"10:20:30\xe2\x88\x92"
         "05:30",
         "10:20:30-05:30", NULL},
        {"10:20:30-00:30", "10:20:30-00:30", NULL},
        {"10:20:30-00:00", "10:20:30Z", NULL},
        {"10:20:30+23:59", "10:20:30+23:59", NULL},
        {"", NULL, "input is too short"},
        {"10:2", NULL, "input is too short"},
        {"1x:20", NULL, "invalid character in hour"},
        {"10-20", NULL, "invalid time separator, expected `:`"},
        {"10:2x", NULL, "invalid character in minute"},
        {"24:00", NULL, "hour value is outside expected range of 0-23"},
        {"10:60", NULL, "minute value is outside expected range of 0-59"},
        {"10:20:", NULL, "invalid character in second"},
        {"10:20:3", NULL, "invalid character in second"},
        {"10:20:60", NULL, "second value is outside expected range of 0-59"},
        {"10:20:30.", NULL, "second fraction digits missing after `.`"},
        {"10:20:30,x", NULL, "second fraction digits missing after `.`"},
        {"10:20:30 Z", NULL, "invalid timezone sign"},
        {"10:20x", NULL, "invalid timezone sign"},
        {"10:20:30\xe2\x88", NULL, "invalid timezone sign"},
        {"10:20:30+", NULL, "invalid timezone hour"},
        {"10:20:30+5:00", NULL, "invalid timezone hour"},
        {"10:20:30+05", NULL, "invalid timezone minute"},
        {"10:20:30+05:", NULL, "invalid timezone minute"},
        {"10:20:30+053", NULL, "invalid timezone minute"},
        {"10:20:30+05:60", NULL, "timezone minute value is outside expected range of 0-59"},
        {"10:20:30+24:00", NULL, "timezone offset must be less than 24 hours"},
        {"10:20:30ZZ", NULL, "unexpected extra characters at the end of the input"},
        {"10:20:30+05:300", NULL, "unexpected extra characters at the end of the input"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char         printed[IG_TIME_TEXT] = "";
        const char  *error = NULL;
        ig_timeofday value;
        bool         ok = igi_time_parse(igi_str(rows[i].text), &value, &error);
        size_t       n = ok ? ig_time_format(&value, printed) : 0;
        assert_int_equal(n, strlen(printed));
        check_row(&rows[i], ok, printed, error);
    }
}

/* ---- moments ----------------------------------------------------------------------------------------------------- */

static void test_datetimes(void **state)
{
    static const text_row rows[] = {
        {"2024-02-29T12:30:45", "2024-02-29T12:30:45", NULL},
        {"2024-02-29t12:30:45z", "2024-02-29T12:30:45Z", NULL},
        {"2024-02-29 12:30", "2024-02-29T12:30:00", NULL},
        {"2024-02-29_12:30:45.000001+05:30", "2024-02-29T12:30:45.000001+05:30", NULL},
        {"2024-03-01T00:30:00-08:00", "2024-03-01T00:30:00-08:00", NULL},
        {"1969-12-31T23:59:59.999999", "1969-12-31T23:59:59.999999", NULL},
        {"0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00+23:59", NULL},
        {"9999-12-31T23:59:59.999999-23:59", "9999-12-31T23:59:59.999999-23:59", NULL},
        {"1709209845", "2024-02-29T12:30:45Z", NULL},
        {"1709209845.5", "2024-02-29T12:30:45.500000Z", NULL},
        {"-1.25", "1969-12-31T23:59:58.750000Z", NULL},
        {"1.", "1970-01-01T00:00:01Z", NULL},
        {".5", "1970-01-01T00:00:00.500000Z", NULL},
        {"1.5e3", "1970-01-01T00:25:00Z", NULL},
        {"20000000000", "2603-10-11T11:33:20Z", NULL},
        {"20000000001", "1970-08-20T11:33:20.001000Z", NULL},
        {"-20000000001", "1969-05-14T12:26:39.999000Z", NULL},
        {"1709209845123", "2024-02-29T12:30:45.123000Z", NULL},
        {"1709209845123.4567", "2024-02-29T12:30:45.123457Z", NULL},
        {"253402300799999", "9999-12-31T23:59:59.999000Z", NULL},
        {"2024-02-29", NULL, "invalid datetime separator, expected `T`, `t`, `_` or space"},
        {"2024-02-29x12:30", NULL, "invalid datetime separator, expected `T`, `t`, `_` or space"},
        {"2024-02-29T", NULL, "input is too short"},
        {"2023-02-29T12:30", NULL, "day value is outside expected range"},
        {"0000-01-01T00:00", NULL, "year 0 is out of range"},
        {"1e5", NULL, "input is too short"},
        {".", NULL, "input is too short"},
        {"1.5e", NULL, "input is too short"},
        {"1_0.5", NULL, "input is too short"},
        {"253402300800000", NULL, "dates after 9999 are not supported as unix timestamps"},
        {"253402300799999.9999", NULL, "dates after 9999 are not supported as unix timestamps"},
        {"1.0e300", NULL, "dates after 9999 are not supported as unix timestamps"},
        {"-1.0e300", NULL, "dates before 0000 are not supported as unix timestamps"},
        {"9223372036854775808", NULL, "invalid date separator, expected `-`"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char        printed[IG_DATETIME_TEXT] = "";
        const char *error = NULL;
        ig_datetime value;
        bool        ok = igi_datetime_parse(igi_str(rows[i].text), &value, &error);
        size_t      n = ok ? ig_datetime_format(&value, printed) : 0;
        assert_int_equal(n, strlen(printed));
        check_row(&rows[i], ok, printed, error);
    }
}

static void test_zones_name_the_same_moment(void **state)
{
    ig_datetime utc, east, naive;
    const char *error;

    (void)state;
    assert_true(igi_datetime_parse(IG_S("2024-02-29T20:30:00Z"), &utc, &error));
    assert_true(igi_datetime_parse(IG_S("2024-03-01T02:00:00+05:30"), &east, &error));
    assert_true(igi_datetime_parse(IG_S("2024-02-29T20:30:00"), &naive, &error));
    assert_int_equal(utc.us, east.us);
    assert_int_equal(east.offset_s, 19800);
    assert_int_equal(naive.us, utc.us);
    assert_true(utc.aware && east.aware && !naive.aware);
}

/* Values no parser gives must not write past the end. */
static void test_formats_stay_in_bounds(void **state)
{
    static const int64_t extremes[] = {INT64_MIN, INT64_MAX, -1, 0};
    static const int32_t offsets[] = {INT32_MIN, INT32_MAX, -86399, 0};
    char                 moment_text[IG_DATETIME_TEXT], time_text[IG_TIME_TEXT], length_text[IG_DURATION_TEXT];

    (void)state;
    for (size_t i = 0; i < COUNT(extremes); i++) {
        for (size_t k = 0; k < COUNT(offsets); k++) {
            ig_datetime  moment = {extremes[i], offsets[k], true};
            ig_timeofday clock_time = {extremes[i], offsets[k], true};
            ig_duration  length = {extremes[i]};
            assert_in_range(ig_datetime_format(&moment, moment_text), 20, sizeof moment_text - 1);
            assert_in_range(ig_time_format(&clock_time, time_text), 8, sizeof time_text - 1);
            assert_in_range(ig_duration_format(&length, length_text), 3, sizeof length_text - 1);
        }
    }
}

static void test_numbers_as_times(void **state)
{
    ig_timeofday value;
    ig_datetime  moment;
    ig_duration  length;
    const char  *error;

    (void)state;
    assert_true(igi_time_from_f64(3600.5, &value, &error));
    assert_int_equal(value.us, 3600500000);
    assert_true(value.aware && value.offset_s == 0);
    assert_true(igi_time_from_i64(86399, &value, &error));
    assert_false(igi_time_from_i64(86400, &value, &error));
    assert_string_equal(error, "numeric times may not exceed 86,399 seconds");
    assert_false(igi_time_from_f64(86399.9999999, &value, &error));
    assert_false(igi_time_from_i64(-1, &value, &error));
    assert_string_equal(error, "time in seconds should be positive");
    assert_false(igi_time_from_f64(NAN, &value, &error));
    assert_string_equal(error, "NaN values not permitted");
    assert_false(igi_datetime_from_f64(NAN, &moment, &error));
    assert_false(igi_datetime_from_f64(INFINITY, &moment, &error));
    assert_true(igi_datetime_from_f64(0.9999999, &moment, &error));
    assert_int_equal(moment.us, 1000000);
    assert_false(igi_duration_from_f64(NAN, &length, &error));
    assert_false(igi_duration_from_f64(-INFINITY, &length, &error));
    assert_string_equal(error, "durations may not exceed 999,999,999 days");
    assert_true(igi_duration_from_f64(-86400.5, &length, &error));
    assert_int_equal(length.us, -86400500000);
    assert_false(igi_duration_from_i64(INT64_MIN, &length, &error));
    assert_true(igi_duration_from_i64(9223372036854, &length, &error));
    assert_false(igi_duration_from_i64(9223372036855, &length, &error));
}

/* ---- durations --------------------------------------------------------------------------------------------------- */

static void test_durations(void **state)
{
    static const text_row rows[] = {
        {"P1DT2H3M4S", "P1DT2H3M4S", NULL},
        {"PT36H", "P1DT12H", NULL},
        {"P1Y2M3DT4H5M6.789S", "P1Y63DT4H5M6.789S", NULL},
        {"-P1D", "-P1D", NULL},
        {"+P1D", "P1D", NULL},
        {"P1W", "P7D", NULL},
        {"P1M", "P30D", NULL},
        {"P1D1Y", "P1Y1D", NULL},
        {"P1.5Y", "P1Y182DT12H", NULL},
        {"P0,5D", "PT12H", NULL},
        {"PT0.1H", "PT6M", NULL},
        {"PT0.5S", "PT0.5S", NULL},
        {"PT1.000001S", "PT1.000001S", NULL},
        {"PT1.9999999S", "PT2S", NULL},
        {"PT0.0000001S", "PT0S", NULL},
        {"-PT0S", "PT0S", NULL},
        {"P1DT", "P1D", NULL},
        {"PT4294967295S", "P136Y70DT6H28M15S", NULL},
        {"P106751991D", "P292471Y76D", NULL},
        {"10:10", "PT10H10M", NULL},
        {"10:10:10.5", "PT10H10M10.5S", NULL},
        {"10:10:10.1234567Z", "PT10H10M10.123456S", NULL},
        {"100:10", "P4DT4H10M", NULL},
        {"-10:10", "-PT10H10M", NULL},
        {"1:10:10", "PT1H10M10S", NULL},
        {"1d", "P1D", NULL},
        {"1 day", "P1D", NULL},
        {"3 days, 04:05:06", "P3DT4H5M6S", NULL},
        {"3 DAYS 04:05", "P3DT4H5M", NULL},
        {"1d10:10", "P1DT10H10M", NULL},
        {"-1 days 2:00:00", "-P1DT2H", NULL},
        {"", NULL, "input is too short"},
        {"-", NULL, "input is too short"},
        {"P", NULL, "input is too short"},
        {"PT", NULL, "input is too short"},
        {"P1", NULL, "quantity invalid in date part of duration"},
        {"P1S", NULL, "quantity invalid in date part of duration"},
        {"PT1D", NULL, "quantity invalid in time part of duration"},
        {"PT1.5H2M", NULL, "quantity fraction invalid in duration"},
        {"PTT1S", NULL, "`t` character repeated in duration"},
        {"P-1D", NULL, "invalid digit in duration"},
        {"p1d", NULL, "invalid digit in duration"},
        {"PT1S ", NULL, "invalid digit in duration"},
        {"P4294967296D", NULL, "a numeric value in the duration is too large"},
        {"PT71582789M", NULL, "a numeric value in the duration is too large"},
        {"P1000000000D", NULL, "durations may not exceed 999,999,999 days"},
        {"P106751992D", NULL, "durations may not exceed 106,751,991 days"},
        {"3600", NULL, "\"day\" identifier in duration not correctly formatted"},
        {"1x", NULL, "\"day\" identifier in duration not correctly formatted"},
        {"5 da", NULL, "\"day\" identifier in duration not correctly formatted"},
        {"1 dAys", NULL, "\"day\" identifier in duration not correctly formatted"},
        {"5 dayz", NULL, "input is too short"},
        {"12345", NULL, "invalid character in hour"},
        {"1x:00:00", NULL, "invalid character in hour"},
        {"2400000001:00", NULL, "durations may not exceed 999,999,999 hours"},
        {"1 days 24:00", NULL, "durations may not exceed 999,999,999 hours"},
        {"10:60", NULL, "minute value is outside expected range of 0-59"},
        {"10:10Z", NULL, "unexpected extra characters at the end of the input"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char        printed[IG_DURATION_TEXT] = "";
        const char *error = NULL;
        ig_duration value;
        bool        ok = igi_duration_parse(igi_str(rows[i].text), &value, &error);
        size_t      n = ok ? ig_duration_format(&value, printed) : 0;
        assert_int_equal(n, strlen(printed));
        check_row(&rows[i], ok, printed, error);
    }
}

/* A fraction of any length is read without harm. */
static void test_long_fractions(void **state)
{
    char        text[2000] = "PT0.";
    ig_duration value;
    const char *error;

    (void)state;
    memset(text + 4, '5', 1900);
    text[1904] = 'S';
    assert_true(igi_duration_parse((ig_str){text, 1905}, &value, &error));
    assert_int_equal(value.us, 555556);
}

/* ---- UUIDs ------------------------------------------------------------------------------------------------------- */

static void test_uuids(void **state)
{
    static const char     good[] = "9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f";
    static const text_row rows[] = {
        {"9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f", good, NULL},
        {"9E5D4A3C2B1F4E6D8C7B0A1B2C3D4E5F", good, NULL},
        {"{9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f}", good, NULL},
        {"urn:uuid:9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f", good, NULL},
        {"", NULL, "invalid length: expected length 32 for simple format, found 0"},
        {"9e5d4a3c2b1f4e6d8c7b0a1b2c3d4e5", NULL, "invalid length: expected length 32 for simple format, found 31"},
        {"1234-5678", NULL, "invalid group count: expected 5, found 2"},
        {"{}", NULL, "invalid group count: expected 5, found 1"},
        {"{9e5d4a3c2b1f4e6d8c7b0a1b2c3d4e5f}", NULL, "invalid group count: expected 5, found 1"},
        {"9e5d4a3-c2b1f-4e6d-8c7b-0a1b2c3d4e5f", NULL, "invalid group length in group 0: expected 8, found 7"},
        {"9e5d4a3c-2b1f--8c7b-0a1b2c3d4e5f4e6d", NULL, "invalid group length in group 2: expected 4, found 0"},
        {"9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5fff", NULL, "invalid group length in group 4: expected 12, found 14"},
        {"urn:uuid:9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f0", NULL,
         "invalid group length in group 4: expected 12, found 22"},
        {"not-a-uuid", NULL, "invalid character: found `n` at 1"},
        {"{x}", NULL, "invalid character: found `x` at 2"},
        {"urn:uuid:x", NULL, "invalid character: found `x` at 10"},
        {"{9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5g}", NULL, "invalid character: found `g` at 36"},
        {"9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e\xc3\xa9", NULL, "invalid character: found `\xc3\xa9` at 35"},
        {"9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f}", NULL, "invalid character: found `}` at 37"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char        printed[IG_UUID_TEXT] = "", buf[160];
        const char *error = NULL;
        ig_uuid     value;
        bool        ok = igi_uuid_parse(igi_str(rows[i].text), &value, buf, &error);
        if (ok)
            assert_int_equal(ig_uuid_format(&value, printed), 36);
        check_row(&rows[i], ok, printed, error);
    }
}

/* ---- factories --------------------------------------------------------------------------------------------------- */

static void test_uuid4_is_random(void **state)
{
    ig_uuid a, b;

    (void)state;
    assert_int_equal(ig_uuid4(&a, NULL), IG_OK);
    assert_int_equal(ig_uuid4(&b, NULL), IG_OK);
    assert_int_equal(a.b[6] >> 4, 4);
    assert_int_equal(a.b[8] >> 6, 2);
    assert_memory_not_equal(&a, &b, sizeof a);
}

static void test_clock(void **state)
{
    time_t      before = time(NULL);
    ig_datetime now;
    ig_date     today;
    ig_arena    arena = {0}, none = {.max_bytes = 1};
    ig_str      text = {NULL, 7};

    (void)state;
    assert_int_equal(ig_now(&now, NULL), IG_OK);
    assert_int_equal(ig_today(&today, NULL), IG_OK);
    assert_true(now.aware && now.offset_s == 0);
    assert_in_range(now.us / 1000000, before - 1, before + 60);
    assert_in_range(igi_days_from_date(&today), before / 86400, before / 86400 + 1);
    assert_int_equal(ig_empty(&text, &arena), IG_OK);
    assert_string_equal(text.p, "");
    assert_int_equal(text.n, 0);
    assert_int_equal(ig_empty(&text, &none), IG_E_NOMEM);
    ig_arena_fini(&arena);
    ig_arena_fini(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day_of_the_calendar),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_datetimes),
        cmocka_unit_test(test_zones_name_the_same_moment),
        cmocka_unit_test(test_formats_stay_in_bounds),
        cmocka_unit_test(test_numbers_as_times),
        cmocka_unit_test(test_durations),
        cmocka_unit_test(test_long_fractions),
        cmocka_unit_test(test_uuids),
        cmocka_unit_test(test_uuid4_is_random),
        cmocka_unit_test(test_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
