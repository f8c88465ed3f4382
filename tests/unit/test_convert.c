/* One JSON scalar to one value: every kind, lax, strict and in Python mode, as recorded from Pydantic 2.13.
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include "value_rows.h"
#include "json/convert.h"

ENUM(Color, red, green);
MODEL(Of_i64, (), (i64, v));
MODEL(Of_f64, (), (f64, v));
MODEL(Of_bool, (), (bool, v));
MODEL(Of_str, (), (str, v));
MODEL(Of_date, (), (date, v));
MODEL(Of_datetime, (), (datetime, v));
MODEL(Of_timeofday, (), (timeofday, v));
MODEL(Of_duration, (), (duration, v));
MODEL(Of_decimal, (), (decimal, v));
MODEL(Of_uuid, (), (uuid, v));
MODEL(Of_Color, (), (Color, v, IG_ENUM(Color)));
MODEL(Of_bytes, (), (bytes, v));

#define INT_TYPE "!int_type: Input should be a valid integer"
#define FLOAT_TYPE "!float_type: Input should be a valid number"
#define BOOL_TYPE "!bool_type: Input should be a valid boolean"
#define STRING_TYPE "!string_type: Input should be a valid string"
#define DATE_TYPE "!date_type: Input should be a valid date"
#define DATETIME_TYPE "!datetime_type: Input should be a valid datetime"
#define TIME_TYPE "!time_type: Input should be a valid time"
#define DURATION_TYPE "!time_delta_type: Input should be a valid duration"
#define TIMEDELTA_TYPE "!time_delta_type: Input should be a valid timedelta"
#define DECIMAL_TYPE "!decimal_type: Decimal input should be an integer, float, string or Decimal object"
#define UUID_TYPE "!uuid_type: UUID input should be a string, bytes or UUID object"
#define DECIMAL_PARSING "!decimal_parsing: Input should be a valid decimal"
#define INT_PARSING "!int_parsing: Input should be a valid integer, unable to parse string as an integer"
#define FLOAT_PARSING "!float_parsing: Input should be a valid number, unable to parse string as a number"
#define BOOL_PARSING "!bool_parsing: Input should be a valid boolean, unable to interpret input"
#define FINITE_NUMBER "!finite_number: Input should be a finite number"
#define COLORS "!enum: Input should be 'red' or 'green' {'expected':''red' or 'green''}"
#define INEXACT "!date_from_datetime_inexact: Datetimes provided to dates should have zero time - e.g. be exact dates"
#define DATE_(why) "!date_parsing: Input should be a valid date in the format YYYY-MM-DD, " why
#define DATE_FROM_DATETIME_(why) "!date_from_datetime_parsing: Input should be a valid date or datetime, " why
#define DATETIME_(why) "!datetime_parsing: Input should be a valid datetime, " why
#define DATETIME_FROM_DATE_(why) "!datetime_from_date_parsing: Input should be a valid datetime or date, " why
#define TIME_(why) "!time_parsing: Input should be in a valid time format, " why
#define DURATION_(why) "!time_delta_parsing: Input should be a valid duration, " why
#define TIMEDELTA_(why) "!time_delta_parsing: Input should be a valid timedelta, " why
#define UUID_(why) "!uuid_parsing: Input should be a valid UUID, " why

#define I64 (&Of_i64_model)
#define F64 (&Of_f64_model)
#define BOOL (&Of_bool_model)
#define STR (&Of_str_model)
#define DATE (&Of_date_model)
#define DATETIME (&Of_datetime_model)
#define TIMEOFDAY (&Of_timeofday_model)
#define DURATION (&Of_duration_model)
#define DECIMAL (&Of_decimal_model)
#define UUID (&Of_uuid_model)
#define COLOR (&Of_Color_model)
#define BYTES (&Of_bytes_model)

/* clang-format off */
static const value_row conversions[] = {
    {I64, "0", "0", SAME, SAME},
    {I64, "2.0", "2", INT_TYPE, SAME},
    {I64, "2.5", "!int_from_float: Input should be a valid integer, got a number with a fractional part", INT_TYPE,
     SAME},
    {I64, "1e400", FINITE_NUMBER, INT_TYPE, SAME},
    {I64, "'007'", "7", INT_TYPE, SAME},
    {I64, "'1.0'", "1", INT_TYPE, SAME},
    {I64, "''", INT_PARSING, INT_TYPE, SAME},
    {I64, "true", "1", INT_TYPE, SAME},
    {I64, "null", INT_TYPE, SAME, SAME},
    {I64, "{}", INT_TYPE, SAME, SAME},
    {I64, "-0", "0", SAME, SAME},
    {I64, "-0.0", "0", INT_TYPE, SAME},
    {I64, "1.0000000000000001", "1", INT_TYPE, SAME},
    {I64, "12", "12", SAME, SAME},
    {I64, "1e3", "1000", INT_TYPE, SAME},
    {I64, "'12'", "12", INT_TYPE, SAME},
    {I64, "' 12 '", "12", INT_TYPE, SAME},
    {I64, "'\xc2\xa0" "12\xe3\x80\x80'", "12", INT_TYPE, SAME},
    {I64, "'+7'", "7", INT_TYPE, SAME},
    {I64, "'-007'", "-7", INT_TYPE, SAME},
    {I64, "'1_000'", "1000", INT_TYPE, SAME},
    {I64, "'1__0'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'_1'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'1_'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'1_0.00'", "10", INT_TYPE, SAME},
    {I64, "'1.5'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'1.'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'.0'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'abc'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'0x10'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'--1'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'+-1'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'- 1'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'1e3'", INT_PARSING, INT_TYPE, SAME},
    {I64, "'\xef\xbc\x91\xef\xbc\x92'", INT_PARSING, INT_TYPE, SAME},
    {I64, "[]", INT_TYPE, SAME, SAME},
    {I64, "1e19", "!int_parsing_size: Unable to parse input string as an integer, exceeded maximum size", INT_TYPE,
     SAME},
    {I64, "NaN", FINITE_NUMBER, INT_TYPE, SAME},
    {I64, "9223372036854775807", "9223372036854775807", SAME, SAME},
    {I64, "-9223372036854775808", "-9223372036854775808", SAME, SAME},
    {I64, "'9223372036854775807'", "9223372036854775807", INT_TYPE, SAME},
    {I64, "false", "0", INT_TYPE, SAME},
    {I64, "9223372036854775808",
     "!int_parsing_size: Unable to parse input string as an integer, exceeded maximum size of 64 bits", SAME, SAME},
    {I64, "-9223372036854775809",
     "!int_parsing_size: Unable to parse input string as an integer, exceeded maximum size of 64 bits", SAME, SAME},
    {I64, "'9223372036854775808'",
     "!int_parsing_size: Unable to parse input string as an integer, exceeded maximum size of 64 bits", INT_TYPE, SAME},

    {F64, "1", "1.0", SAME, SAME},
    {F64, "-0.0", "-0.0", SAME, SAME},
    {F64, "1e308", "1e+308", SAME, SAME},
    {F64, "1e400", "null", SAME, SAME},
    {F64, "'nan'", "null", FLOAT_TYPE, SAME},
    {F64, "'inf'", "null", FLOAT_TYPE, SAME},
    {F64, "Infinity", "null", SAME, SAME},
    {F64, "''", FLOAT_PARSING, FLOAT_TYPE, SAME},
    {F64, "true", "1.0", FLOAT_TYPE, SAME},
    {F64, "null", FLOAT_TYPE, SAME, SAME},
    {F64, "{}", FLOAT_TYPE, SAME, SAME},
    {F64, "123456789012345678901234567890", "1.2345678901234568e+29", SAME, SAME},
    {F64, "1e16", "1e+16", SAME, SAME},
    {F64, "1e15", "1000000000000000.0", SAME, SAME},
    {F64, "0.1", "0.1", SAME, SAME},
    {F64, "1e-7", "1e-7", SAME, SAME},
    {F64, "'1.5'", "1.5", FLOAT_TYPE, SAME},
    {F64, "' 1e3 '", "1000.0", FLOAT_TYPE, SAME},
    {F64, "'1_0.5'", "10.5", FLOAT_TYPE, SAME},
    {F64, "' 1_0.5 '", FLOAT_PARSING, FLOAT_TYPE, SAME},
    {F64, "'1__0'", FLOAT_PARSING, FLOAT_TYPE, SAME},
    {F64, "'+.5'", "0.5", FLOAT_TYPE, SAME},
    {F64, "'5.'", "5.0", FLOAT_TYPE, SAME},
    {F64, "'.'", FLOAT_PARSING, FLOAT_TYPE, SAME},
    {F64, "'1e'", FLOAT_PARSING, FLOAT_TYPE, SAME},
    {F64, "'1e+5'", "100000.0", FLOAT_TYPE, SAME},
    {F64, "'infinity'", "null", FLOAT_TYPE, SAME},
    {F64, "'-INF'", "null", FLOAT_TYPE, SAME},
    {F64, "'NaN'", "null", FLOAT_TYPE, SAME},
    {F64, "'abc'", FLOAT_PARSING, FLOAT_TYPE, SAME},
    {F64, "'0x10'", FLOAT_PARSING, FLOAT_TYPE, SAME},
    {F64, "5e-324", "5e-324", SAME, SAME},
    {F64, "-1", "-1.0", SAME, SAME},
    {F64, "18446744073709551616", "1.8446744073709552e+19", SAME, SAME},
    {F64, "1.7976931348623159e308", "null", SAME, SAME},

    {BOOL, "1", "true", BOOL_TYPE, SAME},
    {BOOL, "'true'", "true", BOOL_TYPE, SAME},
    {BOOL, "'True'", "true", BOOL_TYPE, SAME},
    {BOOL, "'tRuE'", "true", BOOL_TYPE, SAME},
    {BOOL, "'on'", "true", BOOL_TYPE, SAME},
    {BOOL, "'1'", "true", BOOL_TYPE, SAME},
    {BOOL, "'0'", "false", BOOL_TYPE, SAME},
    {BOOL, "'false'", "false", BOOL_TYPE, SAME},
    {BOOL, "'off'", "false", BOOL_TYPE, SAME},
    {BOOL, "'maybe'", BOOL_PARSING, BOOL_TYPE, SAME},
    {BOOL, "' true '", BOOL_PARSING, BOOL_TYPE, SAME},
    {BOOL, "{}", BOOL_TYPE, SAME, SAME},
    {BOOL, "0", "false", BOOL_TYPE, SAME},
    {BOOL, "2", BOOL_PARSING, BOOL_TYPE, SAME},
    {BOOL, "-0", "false", BOOL_TYPE, SAME},
    {BOOL, "0.0", "false", BOOL_TYPE, SAME},
    {BOOL, "1.0", "true", BOOL_TYPE, SAME},
    {BOOL, "0.5", BOOL_TYPE, SAME, SAME},
    {BOOL, "1e400", BOOL_TYPE, SAME, SAME},
    {BOOL, "1e19", BOOL_TYPE, SAME, SAME},
    {BOOL, "12345678901234567890", BOOL_TYPE, SAME, SAME},
    {BOOL, "'Y'", "true", BOOL_TYPE, SAME},
    {BOOL, "'t'", "true", BOOL_TYPE, SAME},
    {BOOL, "'no'", "false", BOOL_TYPE, SAME},
    {BOOL, "'N'", "false", BOOL_TYPE, SAME},
    {BOOL, "'oFf'", "false", BOOL_TYPE, SAME},
    {BOOL, "'FALSE'", "false", BOOL_TYPE, SAME},
    {BOOL, "''", BOOL_PARSING, BOOL_TYPE, SAME},
    {BOOL, "'2'", BOOL_PARSING, BOOL_TYPE, SAME},
    {BOOL, "'truey'", BOOL_PARSING, BOOL_TYPE, SAME},
    {BOOL, "null", BOOL_TYPE, SAME, SAME},
    {BOOL, "[]", BOOL_TYPE, SAME, SAME},
    {BOOL, "true", "true", SAME, SAME},

    {STR, "'hi'", "'hi'", SAME, SAME},
    {STR, "''", "''", SAME, SAME},
    {STR, "1", STRING_TYPE, SAME, SAME},
    {STR, "[]", STRING_TYPE, SAME, SAME},
    {STR, "'\\ud83d\\ude00'", "'\xf0\x9f\x98\x80'", SAME, SAME},
    {STR, "null", STRING_TYPE, SAME, SAME},
    {STR, "1.5", STRING_TYPE, SAME, SAME},
    {STR, "true", STRING_TYPE, SAME, SAME},
    {STR, "{}", STRING_TYPE, SAME, SAME},
    {STR, "'a\\u0000b'", "'a\\u0000b'", SAME, SAME},
    {STR, "'\\'q\\''", "'\\'q\\''", SAME, SAME},

    {DATE, "'2024-02-29'", "'2024-02-29'", SAME, SAME},
    {DATE, "'2023-02-29'", DATE_FROM_DATETIME_("day value is outside expected range"),
     DATE_("day value is outside expected range"), SAME},
    {DATE, "'2024-2-9'", DATE_FROM_DATETIME_("input is too short"), DATE_("input is too short"), SAME},
    {DATE, "'2024/02/09'", DATE_FROM_DATETIME_("invalid date separator, expected `-`"),
     DATE_("invalid date separator, expected `-`"), SAME},
    {DATE, "'20240209'", INEXACT, DATE_("Timestamp is not an exact date"), SAME},
    {DATE, "'0000-01-01'", DATE_("year 0 is out of range"), SAME, SAME},
    {DATE, "1706745600", "'2024-02-01'", DATE_TYPE, SAME},
    {DATE, "1706745601", INEXACT, DATE_TYPE, SAME},
    {DATE, "86400", "'1970-01-02'", DATE_TYPE, SAME},
    {DATE, "-86400", "'1969-12-31'", DATE_TYPE, SAME},
    {DATE, "0", "'1970-01-01'", DATE_TYPE, SAME},
    {DATE, "true", DATE_TYPE, SAME, SAME},
    {DATE, "null", DATE_TYPE, SAME, SAME},
    {DATE, "''", DATE_FROM_DATETIME_("input is too short"), DATE_("input is too short"), SAME},
    {DATE, "'abc'", DATE_FROM_DATETIME_("input is too short"), DATE_("input is too short"), SAME},
    {DATE, "'2024-01-32'", DATE_FROM_DATETIME_("day value is outside expected range"),
     DATE_("day value is outside expected range"), SAME},
    {DATE, "[]", DATE_TYPE, SAME, SAME},
    {DATE, "'1900-02-29'", DATE_FROM_DATETIME_("day value is outside expected range"),
     DATE_("day value is outside expected range"), SAME},
    {DATE, "'2024-00-01'", DATE_FROM_DATETIME_("month value is outside expected range of 1-12"),
     DATE_("month value is outside expected range of 1-12"), SAME},
    {DATE, "'2024-13-01'", DATE_FROM_DATETIME_("month value is outside expected range of 1-12"),
     DATE_("month value is outside expected range of 1-12"), SAME},
    {DATE, "'2024-04-31'", DATE_FROM_DATETIME_("day value is outside expected range"),
     DATE_("day value is outside expected range"), SAME},
    {DATE, "'24-02-09xx'", DATE_FROM_DATETIME_("invalid character in year"), DATE_("invalid character in year"), SAME},
    {DATE, "'2024-1a-01'", DATE_FROM_DATETIME_("invalid character in month"), DATE_("invalid character in month"), SAME},
    {DATE, "'2024-01-1a'", DATE_FROM_DATETIME_("invalid character in day"), DATE_("invalid character in day"), SAME},
    {DATE, "'2024-02-09T00:00:00'", "'2024-02-09'", DATE_("unexpected extra characters at the end of the input"), SAME},
    {DATE, "'2024-02-09T00:00:00+05:00'", "'2024-02-09'", DATE_("unexpected extra characters at the end of the input"),
     SAME},
    {DATE, "'2024-02-09T00:00:01'", INEXACT, DATE_("unexpected extra characters at the end of the input"), SAME},
    {DATE, "'2024-02-09x'", DATE_FROM_DATETIME_("invalid datetime separator, expected `T`, `t`, `_` or space"),
     DATE_("unexpected extra characters at the end of the input"), SAME},
    {DATE, "'86400'", "'1970-01-02'", SAME, SAME},
    {DATE, "'-86400'", "'1969-12-31'", SAME, SAME},
    {DATE, "'86400.0'", "'1970-01-02'", DATE_("input is too short"), SAME},
    {DATE, "'1e5'", DATE_FROM_DATETIME_("input is too short"), DATE_("input is too short"), SAME},
    {DATE, "1.5", INEXACT, DATE_TYPE, SAME},
    {DATE, "86400.0", "'1970-01-02'", DATE_TYPE, SAME},
    {DATE, "1e400", DATE_FROM_DATETIME_("dates after 9999 are not supported as unix timestamps"), DATE_TYPE, SAME},
    {DATE, "NaN", DATE_FROM_DATETIME_("NaN values not permitted"), DATE_TYPE, SAME},
    {DATE, "-62167219200000", DATE_("year 0 is out of range"), DATE_TYPE, SAME},
    {DATE, "'0000-01-01T00:00'", DATE_("year 0 is out of range"),
     DATE_("unexpected extra characters at the end of the input"), SAME},
    {DATE, "'99999999999999999999'", DATE_FROM_DATETIME_("invalid date separator, expected `-`"),
     DATE_("invalid date separator, expected `-`"), SAME},
    {DATE, "1706745600000", "'2024-02-01'", DATE_TYPE, SAME},
    {DATE, "123456789012345678", DATE_FROM_DATETIME_("dates after 9999 are not supported as unix timestamps"), DATE_TYPE,
     SAME},
    {DATE, "1234567890123456789", DATE_TYPE, SAME,
     DATE_FROM_DATETIME_("dates after 9999 are not supported as unix timestamps")},

    {DATETIME, "'2024-02-29t12:30:45z'", "'2024-02-29T12:30:45Z'", SAME, SAME},
    {DATETIME, "'2024-02-29T12:30:45+05:30'", "'2024-02-29T12:30:45+05:30'", SAME, SAME},
    {DATETIME, "'2024-02-29T12:30:45+0530'", "'2024-02-29T12:30:45+05:30'", SAME, SAME},
    {DATETIME, "'2024-02-29T12:30:45.1'", "'2024-02-29T12:30:45.100000'", SAME, SAME},
    {DATETIME, "'2024-02-29'", "'2024-02-29T00:00:00'",
     DATETIME_("invalid datetime separator, expected `T`, `t`, `_` or space"), SAME},
    {DATETIME, "'2024-02-29T24:00:00'", DATETIME_FROM_DATE_("unexpected extra characters at the end of the input"),
     DATETIME_("hour value is outside expected range of 0-23"), SAME},
    {DATETIME, "'2024-02-29T23:59:60'", DATETIME_FROM_DATE_("unexpected extra characters at the end of the input"),
     DATETIME_("second value is outside expected range of 0-59"), SAME},
    {DATETIME, "'2024-02-29T12:60:00'", DATETIME_FROM_DATE_("unexpected extra characters at the end of the input"),
     DATETIME_("minute value is outside expected range of 0-59"), SAME},
    {DATETIME, "'2023-02-29T00:00:00'", DATETIME_FROM_DATE_("day value is outside expected range"),
     DATETIME_("day value is outside expected range"), SAME},
    {DATETIME, "1709209845123", "'2024-02-29T12:30:45.123000Z'", DATETIME_TYPE, SAME},
    {DATETIME, "1709209845.5", "'2024-02-29T12:30:45.500000Z'", DATETIME_TYPE, SAME},
    {DATETIME, "-1", "'1969-12-31T23:59:59Z'", DATETIME_TYPE, SAME},
    {DATETIME, "20000000000", "'2603-10-11T11:33:20Z'", DATETIME_TYPE, SAME},
    {DATETIME, "'1709209845'", "'2024-02-29T12:30:45Z'", SAME, SAME},
    {DATETIME, "'1709209845.5'", "'2024-02-29T12:30:45.500000Z'", SAME, SAME},
    {DATETIME, "''", DATETIME_FROM_DATE_("input is too short"), DATETIME_("input is too short"), SAME},
    {DATETIME, "'2024-02-29_12:30:45'", "'2024-02-29T12:30:45'", SAME, SAME},
    {DATETIME, "[]", DATETIME_TYPE, SAME, SAME},
    {DATETIME, "1e20", DATETIME_("dates after 9999 are not supported as unix timestamps"), DATETIME_TYPE, SAME},
    {DATETIME, "'2024-02-29T12:30:45 +00:00'",
     DATETIME_FROM_DATE_("unexpected extra characters at the end of the input"), DATETIME_("invalid timezone sign"),
     SAME},
    {DATETIME, "'2024-02-29T12:30:45,5'", "'2024-02-29T12:30:45.500000'", SAME, SAME},
    {DATETIME, "'2024-02-29T12:30:45Z'", "'2024-02-29T12:30:45Z'", SAME, SAME},
    {DATETIME, "'2024-02-29 12:30'", "'2024-02-29T12:30:00'", SAME, SAME},
    {DATETIME, "'2024-02-29T12:30:45.123456789'", "'2024-02-29T12:30:45.123456'", SAME, SAME},
    {DATETIME, "'2024-02-29T12:30:45-08:00'", "'2024-02-29T12:30:45-08:00'", SAME, SAME},
    {DATETIME, "'2024-02-29T12:30:45\xe2\x88\x92" "08:30'", "'2024-02-29T12:30:45-08:30'", SAME, SAME},
    {DATETIME, "'2024-02-29T12:30:45-00:00'", "'2024-02-29T12:30:45Z'", SAME, SAME},
    {DATETIME, "'2024-02-29T12:30:45+05'", DATETIME_FROM_DATE_("unexpected extra characters at the end of the input"),
     DATETIME_("invalid timezone minute"), SAME},
    {DATETIME, "'2024-02-29T12:30:45+24:00'", DATETIME_FROM_DATE_("unexpected extra characters at the end of the input"),
     DATETIME_("timezone offset must be less than 24 hours"), SAME},
    {DATETIME, "'2024-02-29T12:30:45+05:60'", DATETIME_FROM_DATE_("unexpected extra characters at the end of the input"),
     DATETIME_("timezone minute value is outside expected range of 0-59"), SAME},
    {DATETIME, "'2024-02-29T12:30:45.'", DATETIME_FROM_DATE_("unexpected extra characters at the end of the input"),
     DATETIME_("second fraction digits missing after `.`"), SAME},
    {DATETIME, "'2024-02-29T1'", DATETIME_FROM_DATE_("unexpected extra characters at the end of the input"),
     DATETIME_("input is too short"), SAME},
    {DATETIME, "'2024-02-29x12:30'", DATETIME_FROM_DATE_("unexpected extra characters at the end of the input"),
     DATETIME_("invalid datetime separator, expected `T`, `t`, `_` or space"), SAME},
    {DATETIME, "'2024-02-29T12-30'", DATETIME_FROM_DATE_("unexpected extra characters at the end of the input"),
     DATETIME_("invalid time separator, expected `:`"), SAME},
    {DATETIME, "'1e5'", DATETIME_FROM_DATE_("input is too short"), DATETIME_("input is too short"), SAME},
    {DATETIME, "'1.5e3'", "'1970-01-01T00:25:00Z'", SAME, SAME},
    {DATETIME, "'-.5'", "'1969-12-31T23:59:59.500000Z'", SAME, SAME},
    {DATETIME, "'.'", DATETIME_FROM_DATE_("input is too short"), DATETIME_("input is too short"), SAME},
    {DATETIME, "1e400", DATETIME_("dates after 9999 are not supported as unix timestamps"), DATETIME_TYPE, SAME},
    {DATETIME, "-1e400", DATETIME_("dates before 0000 are not supported as unix timestamps"), DATETIME_TYPE, SAME},
    {DATETIME, "NaN", DATETIME_("NaN values not permitted"), DATETIME_TYPE, SAME},
    {DATETIME, "'0000-01-01'", DATETIME_("year 0 is out of range"),
     DATETIME_("invalid datetime separator, expected `T`, `t`, `_` or space"), SAME},
    {DATETIME, "'0000-01-01T00:00'", DATETIME_("year 0 is out of range"), SAME, SAME},
    {DATETIME, "253402300799999", "'9999-12-31T23:59:59.999000Z'", DATETIME_TYPE, SAME},
    {DATETIME, "253402300800000", DATETIME_("dates after 9999 are not supported as unix timestamps"), DATETIME_TYPE,
     SAME},
    {DATETIME, "-62167219200001", DATETIME_("dates before 0000 are not supported as unix timestamps"), DATETIME_TYPE,
     SAME},
    {DATETIME, "-20000000001", "'1969-05-14T12:26:39.999000Z'", DATETIME_TYPE, SAME},
    {DATETIME, "1709209845.9999999", "'2024-02-29T12:30:46Z'", DATETIME_TYPE, SAME},
    {DATETIME, "9223372036854775808", DATETIME_TYPE, SAME,
     DATETIME_("dates after 9999 are not supported as unix timestamps")},
    {DATETIME, "true", DATETIME_TYPE, SAME, SAME},
    {DATETIME, "'0001-01-01T00:00:00+23:59'", "'0001-01-01T00:00:00+23:59'", SAME, SAME},
    {DATETIME, "'9999-12-31T23:59:59.999999-23:59'", "'9999-12-31T23:59:59.999999-23:59'", SAME, SAME},
    {DATETIME, "-1.25", "'1969-12-31T23:59:58.750000Z'", DATETIME_TYPE, SAME},

    {TIMEOFDAY, "'10:20:30Z'", "'10:20:30Z'", SAME, SAME},
    {TIMEOFDAY, "'10:60:00'", TIME_("minute value is outside expected range of 0-59"), SAME, SAME},
    {TIMEOFDAY, "3600", "'01:00:00Z'", TIME_TYPE, SAME},
    {TIMEOFDAY, "86399", "'23:59:59Z'", TIME_TYPE, SAME},
    {TIMEOFDAY, "-1", TIME_("time in seconds should be positive"), TIME_TYPE, SAME},
    {TIMEOFDAY, "3600.5", "'01:00:00.500000Z'", TIME_TYPE, SAME},
    {TIMEOFDAY, "''", TIME_("input is too short"), SAME, SAME},
    {TIMEOFDAY, "'10:20'", "'10:20:00'", SAME, SAME},
    {TIMEOFDAY, "'10:20:30'", "'10:20:30'", SAME, SAME},
    {TIMEOFDAY, "'10:20:30.5'", "'10:20:30.500000'", SAME, SAME},
    {TIMEOFDAY, "'10:20:30,123456789Z'", "'10:20:30.123456Z'", SAME, SAME},
    {TIMEOFDAY, "'10:20:30+05:30'", "'10:20:30+05:30'", SAME, SAME},
    {TIMEOFDAY, "'10:20Z'", "'10:20:00Z'", SAME, SAME},
    {TIMEOFDAY, "'10'", TIME_("input is too short"), SAME, SAME},
    {TIMEOFDAY, "'1a:00'", TIME_("invalid character in hour"), SAME, SAME},
    {TIMEOFDAY, "'10-20'", TIME_("invalid time separator, expected `:`"), SAME, SAME},
    {TIMEOFDAY, "'10:2x'", TIME_("invalid character in minute"), SAME, SAME},
    {TIMEOFDAY, "'24:00'", TIME_("hour value is outside expected range of 0-23"), SAME, SAME},
    {TIMEOFDAY, "'10:20:3'", TIME_("invalid character in second"), SAME, SAME},
    {TIMEOFDAY, "'10:20:60'", TIME_("second value is outside expected range of 0-59"), SAME, SAME},
    {TIMEOFDAY, "'10:20:30 Z'", TIME_("invalid timezone sign"), SAME, SAME},
    {TIMEOFDAY, "'10:20:30ZZ'", TIME_("unexpected extra characters at the end of the input"), SAME, SAME},
    {TIMEOFDAY, "0", "'00:00:00Z'", TIME_TYPE, SAME},
    {TIMEOFDAY, "86400", TIME_("numeric times may not exceed 86,399 seconds"), TIME_TYPE, SAME},
    {TIMEOFDAY, "86399.9999999", TIME_("numeric times may not exceed 86,399 seconds"), TIME_TYPE, SAME},
    {TIMEOFDAY, "1e400", TIME_("numeric times may not exceed 86,399 seconds"), TIME_TYPE, SAME},
    {TIMEOFDAY, "-0.5", TIME_("time in seconds should be positive"), TIME_TYPE, SAME},
    {TIMEOFDAY, "NaN", TIME_("NaN values not permitted"), TIME_TYPE, SAME},
    {TIMEOFDAY, "99999999999", TIME_("numeric times may not exceed 86,399 seconds"), TIME_TYPE, SAME},
    {TIMEOFDAY, "18446744073709551616", TIME_("numeric times may not exceed 86,399 seconds"), TIME_TYPE, SAME},
    {TIMEOFDAY, "true", TIME_TYPE, SAME, SAME},
    {TIMEOFDAY, "null", TIME_TYPE, SAME, SAME},

    {DURATION, "'P1Y'", "'P1Y'", SAME, SAME},
    {DURATION, "'P1M'", "'P30D'", SAME, SAME},
    {DURATION, "'PT36H'", "'P1DT12H'", SAME, SAME},
    {DURATION, "'1 days 10:10'", "'P1DT10H10M'", SAME, SAME},
    {DURATION, "'10:10'", "'PT10H10M'", SAME, SAME},
    {DURATION, "'3600'", DURATION_("'day' identifier in duration not correctly formatted"), SAME,
     TIMEDELTA_("'day' identifier in duration not correctly formatted")},
    {DURATION, "null", DURATION_TYPE, SAME, TIMEDELTA_TYPE},
    {DURATION, "'abc'", DURATION_("invalid digit in duration"), SAME, TIMEDELTA_("invalid digit in duration")},
    {DURATION, "'P1DT'", "'P1D'", SAME, SAME},
    {DURATION, "'PT0.5S'", "'PT0.5S'", SAME, SAME},
    {DURATION, "86400000", "'P2Y270D'", DURATION_TYPE, SAME},
    {DURATION, "'P1DT2H3M4S'", "'P1DT2H3M4S'", SAME, SAME},
    {DURATION, "'P1Y2M3DT4H5M6.789S'", "'P1Y63DT4H5M6.789S'", SAME, SAME},
    {DURATION, "'-P1D'", "'-P1D'", SAME, SAME},
    {DURATION, "'+P1D'", "'P1D'", SAME, SAME},
    {DURATION, "'P1W'", "'P7D'", SAME, SAME},
    {DURATION, "'P1.5Y'", "'P1Y182DT12H'", SAME, SAME},
    {DURATION, "'P0,5D'", "'PT12H'", SAME, SAME},
    {DURATION, "'PT0.0000001S'", "'PT0S'", SAME, SAME},
    {DURATION, "'PT1.9999999S'", "'PT2S'", SAME, SAME},
    {DURATION, "'P'", DURATION_("input is too short"), SAME, TIMEDELTA_("input is too short")},
    {DURATION, "'PT'", DURATION_("input is too short"), SAME, TIMEDELTA_("input is too short")},
    {DURATION, "'P1'", DURATION_("quantity invalid in date part of duration"), SAME,
     TIMEDELTA_("quantity invalid in date part of duration")},
    {DURATION, "'P1X'", DURATION_("quantity invalid in date part of duration"), SAME,
     TIMEDELTA_("quantity invalid in date part of duration")},
    {DURATION, "'PT1X'", DURATION_("quantity invalid in time part of duration"), SAME,
     TIMEDELTA_("quantity invalid in time part of duration")},
    {DURATION, "'PT1.5H2M'", DURATION_("quantity fraction invalid in duration"), SAME,
     TIMEDELTA_("quantity fraction invalid in duration")},
    {DURATION, "'PTT1S'", DURATION_("`t` character repeated in duration"), SAME,
     TIMEDELTA_("`t` character repeated in duration")},
    {DURATION, "'p1d'", DURATION_("invalid digit in duration"), SAME, TIMEDELTA_("invalid digit in duration")},
    {DURATION, "'P-1D'", DURATION_("invalid digit in duration"), SAME, TIMEDELTA_("invalid digit in duration")},
    {DURATION, "'PT99999999999S'", DURATION_("a numeric value in the duration is too large"), SAME,
     TIMEDELTA_("a numeric value in the duration is too large")},
    {DURATION, "'P1000000000D'", DURATION_("durations may not exceed 999,999,999 days"), SAME,
     TIMEDELTA_("durations may not exceed 999,999,999 days")},
    {DURATION, "'1d'", "'P1D'", SAME, SAME},
    {DURATION, "'1 day'", "'P1D'", SAME, SAME},
    {DURATION, "'1 Days'", "'P1D'", SAME, SAME},
    {DURATION, "'1 DAYS 10:10'", "'P1DT10H10M'", SAME, SAME},
    {DURATION, "'1 dAys'", DURATION_("'day' identifier in duration not correctly formatted"), SAME,
     TIMEDELTA_("'day' identifier in duration not correctly formatted")},
    {DURATION, "'5 dayz'", DURATION_("input is too short"), SAME, TIMEDELTA_("input is too short")},
    {DURATION, "'5 da'", DURATION_("'day' identifier in duration not correctly formatted"), SAME,
     TIMEDELTA_("'day' identifier in duration not correctly formatted")},
    {DURATION, "'1 days, 10:10:10'", "'P1DT10H10M10S'", SAME, SAME},
    {DURATION, "'1 days 24:00'", DURATION_("durations may not exceed 999,999,999 hours"), SAME,
     TIMEDELTA_("durations may not exceed 999,999,999 hours")},
    {DURATION, "'100:10'", "'P4DT4H10M'", SAME, SAME},
    {DURATION, "'-10:10'", "'-PT10H10M'", SAME, SAME},
    {DURATION, "'10:60'", DURATION_("minute value is outside expected range of 0-59"), SAME,
     TIMEDELTA_("minute value is outside expected range of 0-59")},
    {DURATION, "'10:10Z'", DURATION_("unexpected extra characters at the end of the input"), SAME,
     TIMEDELTA_("unexpected extra characters at the end of the input")},
    {DURATION, "'2400000001:00'", DURATION_("durations may not exceed 999,999,999 hours"), SAME,
     TIMEDELTA_("durations may not exceed 999,999,999 hours")},
    {DURATION, "'10:10:10.1234567Z'", "'PT10H10M10.123456S'", SAME, SAME},
    {DURATION, "''", DURATION_("input is too short"), SAME, TIMEDELTA_("input is too short")},
    {DURATION, "'+'", DURATION_("input is too short"), SAME, TIMEDELTA_("input is too short")},
    {DURATION, "'12345'", DURATION_("invalid character in hour"), SAME, TIMEDELTA_("invalid character in hour")},
    {DURATION, "0", "'PT0S'", DURATION_TYPE, SAME},
    {DURATION, "-1", "'-PT1S'", DURATION_TYPE, SAME},
    {DURATION, "-86400.5", "'-P1DT0.5S'", DURATION_TYPE, SAME},
    {DURATION, "1.9999999", "'PT2S'", DURATION_TYPE, SAME},
    {DURATION, "1e400", DURATION_("durations may not exceed 999,999,999 days"), DURATION_TYPE,
     TIMEDELTA_("durations may not exceed 999,999,999 days")},
    {DURATION, "NaN", DURATION_("NaN values not permitted"), DURATION_TYPE, TIMEDELTA_("NaN values not permitted")},
    {DURATION, "1e14", DURATION_("durations may not exceed 999,999,999 days"), DURATION_TYPE,
     TIMEDELTA_("durations may not exceed 999,999,999 days")},
    {DURATION, "9223372036854775808", DURATION_TYPE, SAME, TIMEDELTA_("durations may not exceed 999,999,999 days")},
    {DURATION, "true", DURATION_TYPE, SAME, TIMEDELTA_TYPE},
    {DURATION, "'P106751992D'", DURATION_("durations may not exceed 106,751,991 days"), SAME,
     TIMEDELTA_("durations may not exceed 106,751,991 days")},

    {DECIMAL, "1.10", "'1.1'", SAME, SAME},
    {DECIMAL, "'1.10'", "'1.10'", SAME, SAME},
    {DECIMAL, "'1e3'", "'1E+3'", SAME, SAME},
    {DECIMAL, "'abc'", DECIMAL_PARSING, SAME, SAME},
    {DECIMAL, "'Infinity'", FINITE_NUMBER, SAME, SAME},
    {DECIMAL, "true", DECIMAL_TYPE, SAME, SAME},
    {DECIMAL, "null", DECIMAL_TYPE, SAME, SAME},
    {DECIMAL, "0.1", "'0.1'", SAME, SAME},
    {DECIMAL, "123456789012345678901234567890.123", "'123456789012345680000000000000'", SAME,
     "'1.2345678901234568E+29'"},
    {DECIMAL, "'  1 '", "'1'", SAME, SAME},
    {DECIMAL, "'1_000'", "'1000'", SAME, SAME},
    {DECIMAL, "''", DECIMAL_PARSING, SAME, SAME},
    {DECIMAL, "[]", DECIMAL_TYPE, SAME, SAME},
    {DECIMAL, "-0", "'0'", SAME, SAME},
    {DECIMAL, "1.0", "'1'", SAME, "'1.0'"},
    {DECIMAL, "1e16", "'10000000000000000'", SAME, "'1E+16'"},
    {DECIMAL, "1e-7", "'1E-7'", SAME, SAME},
    {DECIMAL, "12345678901234567890123", "'12345678901234567890123'", SAME, SAME},
    {DECIMAL, "'1.230'", "'1.230'", SAME, SAME},
    {DECIMAL, "'00012.500'", "'12.500'", SAME, SAME},
    {DECIMAL, "'-0.00'", "'-0.00'", SAME, SAME},
    {DECIMAL, "'0e10'", "'0E+10'", SAME, SAME},
    {DECIMAL, "'0.0000001'", "'1E-7'", SAME, SAME},
    {DECIMAL, "'0.000001'", "'0.000001'", SAME, SAME},
    {DECIMAL, "'123e-10'", "'1.23E-8'", SAME, SAME},
    {DECIMAL, "'1E+400'", "'1E+400'", SAME, SAME},
    {DECIMAL, "'.5'", "'0.5'", SAME, SAME},
    {DECIMAL, "'5.'", "'5'", SAME, SAME},
    {DECIMAL, "'.'", DECIMAL_PARSING, SAME, SAME},
    {DECIMAL, "'1e'", DECIMAL_PARSING, SAME, SAME},
    {DECIMAL, "'1e1_0'", "'1E+10'", SAME, SAME},
    {DECIMAL, "'1e9999999999999999999'", DECIMAL_PARSING, SAME, SAME},
    {DECIMAL, "'-inf'", FINITE_NUMBER, SAME, SAME},
    {DECIMAL, "'sNaN12'", FINITE_NUMBER, SAME, SAME},
    {DECIMAL, "1e400", FINITE_NUMBER, SAME, SAME},
    {DECIMAL, "NaN", FINITE_NUMBER, SAME, SAME},
    {DECIMAL, "{}", DECIMAL_TYPE, SAME, SAME},

    {UUID, "'{9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f}'", "'9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f'", SAME, SAME},
    {UUID, "'urn:uuid:9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f'", "'9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f'", SAME, SAME},
    {UUID, "'9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5'", UUID_("invalid group length in group 4: expected 12, found 11"),
     SAME, SAME},
    {UUID, "'1234-5678'", UUID_("invalid group count: expected 5, found 2"), SAME, SAME},
    {UUID, "'not-a-uuid'", UUID_("invalid character: found `n` at 1"), SAME, SAME},
    {UUID, "''", UUID_("invalid length: expected length 32 for simple format, found 0"), SAME, SAME},
    {UUID, "'zz5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f'", UUID_("invalid character: found `z` at 1"), SAME, SAME},
    {UUID, "[]", UUID_TYPE, SAME, SAME},
    {UUID, "'9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5fff'", UUID_("invalid group length in group 4: expected 12, found 14"),
     SAME, SAME},
    {UUID, "'9E5D4A3C2B1F4E6D8C7B0A1B2C3D4E5F'", "'9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f'", SAME, SAME},
    {UUID, "'{9e5d4a3c2b1f4e6d8c7b0a1b2c3d4e5f}'", UUID_("invalid group count: expected 5, found 1"), SAME, SAME},
    {UUID, "'urn:uuid:9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f0'",
     UUID_("invalid group length in group 4: expected 12, found 22"), SAME, SAME},
    {UUID, "'{9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5g}'", UUID_("invalid character: found `g` at 36"), SAME, SAME},
    {UUID, "'{x}'", UUID_("invalid character: found `x` at 2"), SAME, SAME},
    {UUID, "'urn:uuid:x'", UUID_("invalid character: found `x` at 10"), SAME, SAME},
    {UUID, "'9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5\xc3\xa9'", UUID_("invalid character: found `\xc3\xa9` at 36"), SAME,
     SAME},
    {UUID, "'9e5d4a3-c2b1f-4e6d-8c7b-0a1b2c3d4e5f'", UUID_("invalid group length in group 0: expected 8, found 7"), SAME,
     SAME},
    {UUID, "'9e5d4a3c-2b1f-4e6-8c7b0-0a1b2c3d4e5f'", UUID_("invalid group length in group 2: expected 4, found 3"), SAME,
     SAME},
    {UUID, "'9e5d4a3c2b1f4e6d8c7b0a1b2c3d4e5f0'",
     UUID_("invalid length: expected length 32 for simple format, found 33"), SAME, SAME},
    {UUID, "'9e5d4a3c-2b1f-4e6d-8c7b-'", UUID_("invalid group length in group 4: expected 12, found 0"), SAME, SAME},
    {UUID, "1", UUID_TYPE, SAME, SAME},
    {UUID, "null", UUID_TYPE, SAME, SAME},

    {COLOR, "'blue'", COLORS, SAME, SAME},
    {COLOR, "'RED'", COLORS, SAME, SAME},
    {COLOR, "'red'", "'red'", SAME, SAME},
    {COLOR, "'green'", "'green'", SAME, SAME},
    {COLOR, "''", COLORS, SAME, SAME},
    {COLOR, "1", COLORS, SAME, SAME},
    {COLOR, "null", COLORS, SAME, SAME},
    {COLOR, "['red']", COLORS, SAME, SAME},

    {BYTES, "'foo'", "'foo'", SAME, SAME},
    {BYTES, "''", "''", SAME, SAME},
    {BYTES, "1", "!bytes_type: Input should be a valid bytes", SAME, SAME},
    {BYTES, "null", "!bytes_type: Input should be a valid bytes", SAME, SAME},
};
/* clang-format on */

static void test_conversions(void **state)
{
    (void)state;
    check_rows(conversions, sizeof conversions / sizeof *conversions);
}

/* ---- what the table cannot say ----------------------------------------------------------------------------------- */

MODEL(All, (), (bool, a), (i64, b), (f64, c), (str, d), (bytes, e), (uuid, f), (date, g), (timeofday, h), (datetime, i),
    (duration, j), (decimal, k), (Color, l, IG_ENUM(Color)), (str, m, IG_ONE_OF("x", "y")));

static void test_wrong_json_types_leave_the_output_alone(void **state)
{
    static const char *const types[] = {"bool_type",    "int_type",  "float_type",   "string_type",   "bytes_type",
                                        "uuid_type",    "date_type", "time_type",    "datetime_type", "time_delta_type",
                                        "decimal_type", "enum",      "literal_error"};
    static const igi_scalar  inputs[] = {
         {IG_VALUE_NULL, {"", 0}}, {IG_VALUE_ARRAY, {"", 0}}, {IG_VALUE_OBJECT, {"", 0}}};
    const igi_plan *plan = igi_plan_of(&All_model, NULL);
    ig_arena        arena = {0};
    igi_problem     problem;

    (void)state;
    assert_non_null(plan);
    for (uint32_t i = 0; i < plan->n; i++) {
        for (unsigned k = 0; k < 6; k++) {
            assert_false(igi_convert(&plan->slots[i], &inputs[k / 2], k % 2 ? IGI_STRICT : 0, &arena, NULL, &problem));
            assert_string_equal(problem.type, types[i]);
            assert_non_null(problem.msg.p);
        }
    }
    ig_arena_fini(&arena);
}

static void test_out_of_memory_is_told(void **state)
{
    static const igi_scalar text = {IG_VALUE_STRING, {"1_0", 3}};
    static const uint32_t   need_memory[] = {1, 2, 3, 4, 10, 11};
    const igi_plan         *plan = igi_plan_of(&All_model, NULL);
    igi_problem             problem;

    (void)state;
    for (size_t i = 0; i < sizeof need_memory / sizeof *need_memory; i++) {
        ig_arena empty = {.max_bytes = 1};
        assert_false(igi_convert(&plan->slots[need_memory[i]], &text, 0, &empty, NULL, &problem));
        assert_null(problem.msg.p);
        ig_arena_fini(&empty);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conversions),
        cmocka_unit_test(test_wrong_json_types_leave_the_output_alone),
        cmocka_unit_test(test_out_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
