/* Constraints on values: bounds, lengths, patterns, digits, in their order and words, as recorded from Pydantic 2.13.
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include "value_rows.h"
#include "model/bound.h"
#include "model/pattern.h"

MODEL(Percent, (), (i64, v, IG_GE(1), IG_LE(100)));
MODEL(Positive, (), (i64, v, IG_GT(0)));
MODEL(Fives, (), (i64, v, IG_MULTIPLE_OF(5)));
MODEL(EvenBelowFive, (), (i64, v, IG_GT(0), IG_LT(5), IG_MULTIPLE_OF(2)));
MODEL(Finite, (), (f64, v, IG_ALLOW_INF_NAN(false)));
MODEL(PositiveReal, (), (f64, v, IG_GT(0)));
MODEL(HalfToThreeHalves, (), (f64, v, IG_GE(0.5), IG_LE(1.5)));
MODEL(Tenths, (), (f64, v, IG_MULTIPLE_OF(0.1)));
MODEL(TwoToFour, (), (str, v, IG_MIN_LENGTH(2), IG_MAX_LENGTH(4)));
MODEL(NotEmpty, (), (str, v, IG_MIN_LENGTH(1)));
MODEL(AtMostOne, (), (str, v, IG_MAX_LENGTH(1)));
MODEL(ThreeDigits, (), (str, v, IG_PATTERN("^\\d{3}$")));
MODEL(Email, (), (str, v, IG_PATTERN("^[\\w\\.-]+@[\\w\\.-]+\\.\\w+$")));
MODEL(Price, (), (decimal, v, IG_MAX_DIGITS(5), IG_DECIMAL_PLACES(2)));
MODEL(Measure, (), (decimal, v, IG_MAX_DIGITS(5), IG_DECIMAL_PLACES(3)));
MODEL(PositiveDecimal, (), (decimal, v, IG_GT(0)));
MODEL(Cents, (), (decimal, v, IG_DECIMAL_PLACES(2)));
MODEL(OnlyA, (), (str, v, IG_ONE_OF("a")));
MODEL(Ints, (), (i64_list, v));
MODEL(OneToThreeInts, (), (i64_list, v, IG_MIN_LENGTH(1), IG_MAX_LENGTH(3)));
MODEL(IntMap, (), (i64_map, v));
MODEL(Anything, (), (json, v));
MODEL(NullableRequired, (), (opt_i64, v, IG_REQUIRED));
MODEL(Nullable, (), (opt_i64, v));
MODEL(NullablePercent, (), (opt_i64, v, IG_GE(1), IG_LE(100)));
MODEL(ShortBytes, (), (bytes, v, IG_MIN_LENGTH(2), IG_MAX_LENGTH(3)));
MODEL(NotNegative, (), (f64, v, IG_GE(0)));
MODEL(StrictInt, (), (i64, v, IG_STRICT));
MODEL(StrictText, (), (str, v, IG_STRICT));
MODEL(StrictBool, (), (bool, v, IG_STRICT));
MODEL(StrictReal, (), (f64, v, IG_STRICT));
MODEL(BytesLength, (), (bytes, v, IG_MIN_LENGTH(2), IG_MAX_LENGTH(3)));
MODEL(TextLength, (), (str, v, IG_MIN_LENGTH(3), IG_MAX_LENGTH(5)));
MODEL(Search, (), (str, v, IG_PATTERN("[a-z]+"), IG_MIN_LENGTH(2)));
MODEL(LineEnd, (), (str, v, IG_PATTERN("^a$")));
MODEL(IntReal, (), (i64, v, IG_GT(-5), IG_LT(9)));
MODEL(RealBound, (), (f64, v, IG_GT(1e-5), IG_LT(1e16), IG_MULTIPLE_OF(0.25)));
MODEL(DecimalBound, (), (decimal, v, IG_GE("10.50"), IG_LT(1e16), IG_MULTIPLE_OF(0.25)));
MODEL(DecimalThrees, (), (decimal, v, IG_MULTIPLE_OF(3), IG_LE(99.0)));
MODEL(DecimalDigits, (), (decimal, v, IG_MAX_DIGITS(3)));
MODEL(DateBound, (), (date, v, IG_GE("2020-01-01"), IG_LT("2021-01-01")));
MODEL(MomentBound, (), (datetime, v, IG_GE("2020-01-01T00:00:00")));
MODEL(ZonedBound, (), (datetime, v, IG_LE("2020-01-01T00:00:00.5+05:30")));
MODEL(TimeBound, (), (timeofday, v, IG_GT("10:00"), IG_LE("20:00:00.25")));
MODEL(ZonedTime, (), (timeofday, v, IG_GT("10:00+01:00")));
MODEL(DurationBound, (), (duration, v, IG_GE("P1DT2H"), IG_LT(864000)));
MODEL(DurationNegative, (), (duration, v, IG_GT("-PT1.5S")));
MODEL(ZeroDuration, (), (duration, v, IG_LE(0)));
MODEL(MapLength, (), (f64_map, v, IG_MIN_LENGTH(1), IG_MAX_LENGTH(2)));

#define INT_TYPE "!int_type: Input should be a valid integer"
#define BOOL_TYPE "!bool_type: Input should be a valid boolean"
#define STRING_TYPE "!string_type: Input should be a valid string"
#define DURATION_TYPE "!time_delta_type: Input should be a valid duration"
#define INT_PARSING "!int_parsing: Input should be a valid integer, unable to parse string as an integer"
#define FINITE_NUMBER "!finite_number: Input should be a finite number"

/* clang-format off */
static const value_row constraints[] = {
    {&Percent_model, "0", "!greater_than_equal: Input should be greater than or equal to 1 {'ge':1}", SAME, SAME},
    {&Percent_model, "1", "1", SAME, SAME},
    {&Percent_model, "'101'", "!less_than_equal: Input should be less than or equal to 100 {'le':100}", INT_TYPE, SAME},
    {&Positive_model, "1", "1", SAME, SAME},
    {&Positive_model, "-1", "!greater_than: Input should be greater than 0 {'gt':0}", SAME, SAME},
    {&Positive_model, "0", "!greater_than: Input should be greater than 0 {'gt':0}", SAME, SAME},
    {&Positive_model, "1", "1", SAME, SAME},
    {&Fives_model, "10", "10", SAME, SAME},
    {&Fives_model, "7", "!multiple_of: Input should be a multiple of 5 {'multiple_of':5}", SAME, SAME},
    {&Fives_model, "0", "0", SAME, SAME},
    {&EvenBelowFive_model, "-1", "!multiple_of: Input should be a multiple of 2 {'multiple_of':2}", SAME, SAME},
    {&Finite_model, "NaN", FINITE_NUMBER, SAME, SAME},
    {&Finite_model, "1.0", "1.0", SAME, SAME},
    {&PositiveReal_model, "0.0", "!greater_than: Input should be greater than 0 {'gt':0.0}", SAME, SAME},
    {&PositiveReal_model, "1e-9", "1e-9", SAME, SAME},
    {&PositiveReal_model, "-1", "!greater_than: Input should be greater than 0 {'gt':0.0}", SAME, SAME},
    {&HalfToThreeHalves_model, "0.4", "!greater_than_equal: Input should be greater than or equal to 0.5 {'ge':0.5}", SAME, SAME},
    {&HalfToThreeHalves_model, "0.5", "0.5", SAME, SAME},
    {&HalfToThreeHalves_model, "1.5", "1.5", SAME, SAME},
    {&HalfToThreeHalves_model, "1.51", "!less_than_equal: Input should be less than or equal to 1.5 {'le':1.5}", SAME, SAME},
    {&Tenths_model, "0.3", "0.3", SAME, SAME},
    {&TwoToFour_model, "''", "!string_too_short: String should have at least 2 characters {'min_length':2}", SAME, SAME},
    {&TwoToFour_model, "'ab'", "'ab'", SAME, SAME},
    {&TwoToFour_model, "'abcd'", "'abcd'", SAME, SAME},
    {&TwoToFour_model, "'abcde'", "!string_too_long: String should have at most 4 characters {'max_length':4}", SAME,
     SAME},
    {&TwoToFour_model, "'\\ud83d\\ude00\\ud83d\\ude00'", "'\xf0\x9f\x98\x80\xf0\x9f\x98\x80'", SAME, SAME},
    {&TwoToFour_model, "5", STRING_TYPE, SAME, SAME},
    {&NotEmpty_model, "' '", "' '", SAME, SAME},
    {&AtMostOne_model, "'ab'", "!string_too_long: String should have at most 1 character {'max_length':1}", SAME, SAME},
    {&ThreeDigits_model, "'12'",
     "!string_pattern_mismatch: String should match pattern '^\\d{3}$' {'pattern':'^\\\\d{3}$'}", SAME, SAME},
    {&ThreeDigits_model, "'abc'",
     "!string_pattern_mismatch: String should match pattern '^\\d{3}$' {'pattern':'^\\\\d{3}$'}", SAME, SAME},
    {&ThreeDigits_model, "'\xe0\xa5\xa7\xe0\xa5\xa8\xe0\xa5\xa9'", "'\xe0\xa5\xa7\xe0\xa5\xa8\xe0\xa5\xa9'", SAME, SAME},
    {&Email_model, "'a@b.co'", "'a@b.co'", SAME, SAME},
    {&Email_model, "'joe@gmail.com'", "'joe@gmail.com'", SAME, SAME},
    {&Price_model, "'123.45'", "'123.45'", SAME, SAME},
    {&Price_model, "'1234.5'",
     "!decimal_whole_digits: Decimal input should have no more than 3 digits before the decimal point {'whole_digits':3}",
     SAME, SAME},
    {&Price_model, "'1.234'",
     "!decimal_max_places: Decimal input should have no more than 2 decimal places {'decimal_places':2}", SAME, SAME},
    {&Price_model, "'123456'",
     "!decimal_max_digits: Decimal input should have no more than 5 digits in total {'max_digits':5}", SAME, SAME},
    {&Price_model, "999.99", "'999.99'", SAME, SAME},
    {&Price_model, "1000",
     "!decimal_whole_digits: Decimal input should have no more than 3 digits before the decimal point {'whole_digits':3}",
     SAME, SAME},
    {&Price_model, "'12345'",
     "!decimal_whole_digits: Decimal input should have no more than 3 digits before the decimal point {'whole_digits':3}",
     SAME, SAME},
    {&Measure_model, "1.2", "'1.2'", SAME, SAME},
    {&Measure_model, "12.345", "'12.345'", SAME, SAME},
    {&Measure_model, "100.1",
     "!decimal_whole_digits: Decimal input should have no more than 2 digits before the decimal point {'whole_digits':2}",
     SAME, SAME},
    {&PositiveDecimal_model, "0", "!greater_than: Input should be greater than 0 {'gt':'0'}", SAME, SAME},
    {&PositiveDecimal_model, "'0.00'", "!greater_than: Input should be greater than 0 {'gt':'0'}", SAME, SAME},
    {&PositiveDecimal_model, "0.5", "'0.5'", SAME, SAME},
    {&Cents_model, "'1.230'", "'1.230'", SAME, SAME},
    {&OnlyA_model, "'b'", "!literal_error: Input should be 'a' {'expected':''a''}", SAME, SAME},
    {&Ints_model, "[]", "[]", SAME, SAME},
    {&Ints_model, "[1,2]", "[1,2]", SAME, SAME},
    {&Ints_model, "null", "!list_type: Input should be a valid array", SAME,
     "!list_type: Input should be a valid list"},
    {&Ints_model, "1", "!list_type: Input should be a valid array", SAME,
     "!list_type: Input should be a valid list"},
    {&OneToThreeInts_model, "[]",
     "!too_short: List should have at least 1 item after validation, not 0 {'field_type':'List','min_length':1,'actual_length':0}",
     SAME, SAME},
    {&OneToThreeInts_model, "[1,2,3]", "[1,2,3]", SAME, SAME},
    {&OneToThreeInts_model, "['a','b','c','d']",
     "!too_long: List should have at most 3 items after validation, not 4 {'field_type':'List','max_length':3,'actual_length':4}",
     SAME, SAME},
    {&IntMap_model, "{}", "{}", SAME, SAME},
    {&IntMap_model, "[['a',1]]", "!dict_type: Input should be an object", SAME,
     "!dict_type: Input should be a valid dictionary"},
    {&IntMap_model, "'{}'", "!dict_type: Input should be an object", SAME,
     "!dict_type: Input should be a valid dictionary"},
    {&Anything_model, "1", "1", SAME, SAME},
    {&Anything_model, "'x'", "'x'", SAME, SAME},
    {&NullableRequired_model, "1", "1", SAME, SAME},
    {&NullableRequired_model, "'x'", INT_PARSING, INT_TYPE, SAME},
    {&Nullable_model, "null", "null", SAME, SAME},
    {&Nullable_model, "'x'", INT_PARSING, INT_TYPE, SAME},
    {&Nullable_model, "true", "1", INT_TYPE, SAME},
    {&NullablePercent_model, "0", "!greater_than_equal: Input should be greater than or equal to 1 {'ge':1}", SAME, SAME},
    {&ShortBytes_model, "'\xc3\xa9\xc3\xa9'", "!bytes_too_long: Data should have at most 3 bytes {'max_length':3}", SAME,
     SAME},
    {&NotNegative_model, "0", "0.0", SAME, SAME},
    {&StrictInt_model, "1", "1", SAME, SAME},
    {&StrictInt_model, "1.0", INT_TYPE, SAME, SAME},
    {&StrictText_model, "1", STRING_TYPE, SAME, SAME},
    {&StrictText_model, "'1'", "'1'", SAME, SAME},
    {&StrictBool_model, "1", BOOL_TYPE, SAME, SAME},
    {&StrictReal_model, "1", "1.0", SAME, SAME},
    {&StrictReal_model, "1.5", "1.5", SAME, SAME},
    {&BytesLength_model, "'a'", "!bytes_too_short: Data should have at least 2 bytes {'min_length':2}", SAME, SAME},
    {&BytesLength_model, "'ab'", "'ab'", SAME, SAME},
    {&BytesLength_model, "'abcd'", "!bytes_too_long: Data should have at most 3 bytes {'max_length':3}", SAME, SAME},
    {&TextLength_model, "'\xc3\xa9\xc3\xa9'",
     "!string_too_short: String should have at least 3 characters {'min_length':3}", SAME, SAME},
    {&TextLength_model, "'\xc3\xa9\xc3\xa9\xc3\xa9'", "'\xc3\xa9\xc3\xa9\xc3\xa9'", SAME, SAME},
    {&TextLength_model, "'\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9'", "'\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9'",
     SAME, SAME},
    {&TextLength_model, "'\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9'",
     "!string_too_long: String should have at most 5 characters {'max_length':5}", SAME, SAME},
    {&TextLength_model, "'abcdef'", "!string_too_long: String should have at most 5 characters {'max_length':5}", SAME,
     SAME},
    {&TextLength_model, "'\xf0\x9f\x98\x80\xf0\x9f\x98\x80'",
     "!string_too_short: String should have at least 3 characters {'min_length':3}", SAME, SAME},
    {&Search_model, "'12a'", "'12a'", SAME, SAME},
    {&Search_model, "'12'", "!string_pattern_mismatch: String should match pattern '[a-z]+' {'pattern':'[a-z]+'}", SAME,
     SAME},
    {&Search_model, "'A'", "!string_too_short: String should have at least 2 characters {'min_length':2}", SAME, SAME},
    {&LineEnd_model, "'a'", "'a'", SAME, SAME},
    {&LineEnd_model, "'a\\n'", "!string_pattern_mismatch: String should match pattern '^a$' {'pattern':'^a$'}", SAME,
     SAME},
    {&LineEnd_model, "'b\\na'", "!string_pattern_mismatch: String should match pattern '^a$' {'pattern':'^a$'}", SAME,
     SAME},
    {&IntReal_model, "-5", "!greater_than: Input should be greater than -5 {'gt':-5}", SAME, SAME},
    {&IntReal_model, "-4", "-4", SAME, SAME},
    {&IntReal_model, "9", "!less_than: Input should be less than 9 {'lt':9}", SAME, SAME},
    {&IntReal_model, "123456789012345678901", "!less_than: Input should be less than 9 {'lt':9}", SAME, SAME},
    {&IntReal_model, "-123456789012345678901", "!greater_than: Input should be greater than -5 {'gt':-5}", SAME, SAME},
    {&RealBound_model, "0.3", "!multiple_of: Input should be a multiple of 0.25 {'multiple_of':0.25}", SAME, SAME},
    {&RealBound_model, "0.25", "0.25", SAME, SAME},
    {&RealBound_model, "1e16", "!less_than: Input should be less than 10000000000000000 {'lt':1e+16}", SAME, SAME},
    {&RealBound_model, "0", "!greater_than: Input should be greater than 0.00001 {'gt':1e-05}", SAME, SAME},
    {&RealBound_model, "NaN", "!less_than: Input should be less than 10000000000000000 {'lt':1e+16}", SAME, SAME},
    {&RealBound_model, "1e400", "!less_than: Input should be less than 10000000000000000 {'lt':1e+16}", SAME, SAME},
    {&RealBound_model, "-1e400", "!greater_than: Input should be greater than 0.00001 {'gt':1e-05}", SAME, SAME},
    {&DecimalBound_model, "10.5", "'10.5'", SAME, SAME},
    {&DecimalBound_model, "'10.5000'", "'10.5000'", SAME, SAME},
    {&DecimalBound_model, "10.49", "!multiple_of: Input should be a multiple of 0.25 {'multiple_of':'0.25'}", SAME,
     SAME},
    {&DecimalBound_model, "'10.25'",
     "!greater_than_equal: Input should be greater than or equal to 10.50 {'ge':'10.50'}", SAME, SAME},
    {&DecimalBound_model, "'1e16'", "!less_than: Input should be less than 1E+16 {'lt':'1E+16'}", SAME, SAME},
    {&DecimalBound_model, "'9999999999999999.75'", "'9999999999999999.75'", SAME, SAME},
    {&DecimalBound_model, "'1e15'", "'1E+15'", SAME, SAME},
    {&DecimalThrees_model, "9", "'9'", SAME, SAME},
    {&DecimalThrees_model, "'-9.00'", "'-9.00'", SAME, SAME},
    {&DecimalThrees_model, "10", "!multiple_of: Input should be a multiple of 3 {'multiple_of':'3'}", SAME, SAME},
    {&DecimalThrees_model, "'99.0'", "'99.0'", SAME, SAME},
    {&DecimalThrees_model, "'102'", "!less_than_equal: Input should be less than or equal to 99.0 {'le':'99.0'}", SAME,
     SAME},
    {&DecimalThrees_model, "'0'", "'0'", SAME, SAME},
    {&DecimalThrees_model, "'3E+1'", "'3E+1'", SAME, SAME},
    {&DecimalDigits_model, "'1E+5'",
     "!decimal_max_digits: Decimal input should have no more than 3 digits in total {'max_digits':3}", SAME, SAME},
    {&DecimalDigits_model, "'1000'",
     "!decimal_max_digits: Decimal input should have no more than 3 digits in total {'max_digits':3}", SAME, SAME},
    {&DecimalDigits_model, "'1.000'", "'1.000'", SAME, SAME},
    {&DecimalDigits_model, "'0.001'", "'0.001'", SAME, SAME},
    {&DecimalDigits_model, "'0.0001'",
     "!decimal_max_digits: Decimal input should have no more than 3 digits in total {'max_digits':3}", SAME, SAME},
    {&DecimalDigits_model, "'100'", "'100'", SAME, SAME},
    {&DateBound_model, "'2019-12-31'",
     "!greater_than_equal: Input should be greater than or equal to 2020-01-01 {'ge':'2020-01-01'}", SAME, SAME},
    {&DateBound_model, "'2020-01-01'", "'2020-01-01'", SAME, SAME},
    {&DateBound_model, "'2021-01-01'", "!less_than: Input should be less than 2021-01-01 {'lt':'2021-01-01'}", SAME,
     SAME},
    {&MomentBound_model, "'2019-12-31T23:59:59'",
     "!greater_than_equal: Input should be greater than or equal to 2020-01-01T00:00:00 {'ge':'2020-01-01T00:00:00'}",
     SAME, SAME},
    {&MomentBound_model, "'2020-01-01T00:00:00'", "'2020-01-01T00:00:00'", SAME, SAME},
    {&MomentBound_model, "'2020-01-01T00:00:00+05:00'", "'2020-01-01T00:00:00+05:00'", SAME, SAME},
    {&MomentBound_model, "'2019-12-31T23:00:00-05:00'",
     "!greater_than_equal: Input should be greater than or equal to 2020-01-01T00:00:00 {'ge':'2020-01-01T00:00:00'}",
     SAME, SAME},
    {&ZonedBound_model, "'2019-12-31T18:30:00.5Z'", "'2019-12-31T18:30:00.500000Z'", SAME, SAME},
    {&ZonedBound_model, "'2019-12-31T18:30:00.500001Z'",
     "!less_than_equal: Input should be less than or equal to 2020-01-01T00:00:00.500000+05:30 {'le':'2020-01-01T00:00:00.500000+05:30'}",
     SAME, SAME},
    {&ZonedBound_model, "'2020-01-01T00:00:00.5'", "'2020-01-01T00:00:00.500000'", SAME, SAME},
    {&ZonedBound_model, "'2020-01-01T00:00:00.500001'",
     "!less_than_equal: Input should be less than or equal to 2020-01-01T00:00:00.500000+05:30 {'le':'2020-01-01T00:00:00.500000+05:30'}",
     SAME, SAME},
    {&TimeBound_model, "'10:00'", "!greater_than: Input should be greater than 10:00:00 {'gt':'10:00:00'}", SAME, SAME},
    {&TimeBound_model, "'10:00:00.000001'", "'10:00:00.000001'", SAME, SAME},
    {&TimeBound_model, "'20:00:00.25'", "'20:00:00.250000'", SAME, SAME},
    {&TimeBound_model, "'20:00:00.250001'",
     "!less_than_equal: Input should be less than or equal to 20:00:00.250000 {'le':'20:00:00.250000'}", SAME, SAME},
    {&TimeBound_model, "'09:30Z'", "!greater_than: Input should be greater than 10:00:00 {'gt':'10:00:00'}", SAME,
     SAME},
    {&ZonedTime_model, "'09:00Z'", "!greater_than: Input should be greater than 10:00:00+01:00 {'gt':'10:00:00+01:00'}",
     SAME, SAME},
    {&ZonedTime_model, "'09:00:01Z'", "'09:00:01Z'", SAME, SAME},
    {&ZonedTime_model, "'10:00'", "!greater_than: Input should be greater than 10:00:00+01:00 {'gt':'10:00:00+01:00'}",
     SAME, SAME},
    {&ZonedTime_model, "'10:00:01'", "'10:00:01'", SAME, SAME},
    {&DurationBound_model, "'P1DT2H'", "'P1DT2H'", SAME, SAME},
    {&DurationBound_model, "'P1DT1H59M59S'",
     "!greater_than_equal: Input should be greater than or equal to 1 day and 2 hours {'ge':'1 day and 2 hours'}", SAME,
     SAME},
    {&DurationBound_model, "'P10D'", "!less_than: Input should be less than 10 days {'lt':'10 days'}", SAME, SAME},
    {&DurationBound_model, "'P9DT23H'", "'P9DT23H'", SAME, SAME},
    {&DurationNegative_model, "'-PT1.5S'",
     "!greater_than: Input should be greater than -1 days and 23 hours and 59 minutes and 58 seconds and 500000 microseconds {'gt':'-1 days and 23 hours and 59 minutes and 58 seconds and 500000 microseconds'}",
     SAME, SAME},
    {&DurationNegative_model, "'-PT1.4S'", "'-PT1.4S'", SAME, SAME},
    {&ZeroDuration_model, "0", "'PT0S'", DURATION_TYPE, SAME},
    {&ZeroDuration_model, "1", "!less_than_equal: Input should be less than or equal to 0 seconds {'le':'0 seconds'}",
     DURATION_TYPE, SAME},
    {&MapLength_model, "{}",
     "!too_short: Dictionary should have at least 1 item after validation, not 0 {'field_type':'Dictionary','min_length':1,'actual_length':0}",
     SAME, SAME},
    {&MapLength_model, "{'a':1}", "{'a':1.0}", SAME, SAME},
    {&MapLength_model, "{'a':1,'b':2,'c':3}",
     "!too_long: Dictionary should have at most 2 items after validation, not 3 {'field_type':'Dictionary','max_length':2,'actual_length':3}",
     SAME, SAME},
    {&MapLength_model, "{'a':1,'a':2,'b':3}", "{'a':2.0,'b':3.0}", SAME, SAME},
};
/* clang-format on */

/* ---- patterns ---------------------------------------------------------------------------------------------------- */

MODEL(Exponential, (), (str, v, IG_PATTERN("(a+)+$")));
MODEL(ExponentialAnchored, (), (str, v, IG_PATTERN("^(a+)+$")));
MODEL(Quadratic, (), (str, v, IG_PATTERN("\\d+-\\d+")));
MODEL(Deep, (), (str, v, IG_PATTERN("^(a|b)*$")));
MODEL(Needle, (), (str, v, IG_PATTERN("needle|\xc3\xa9$")));
MODEL(Broken, (), (str, v, IG_PATTERN("a(b")));

/* n times unit, then tail, as the value of v. */
static igi_match search(const ig_model *model, size_t n, const char *unit, const char *tail)
{
    ig_buf    text = {0};
    igi_match match;

    while (n--)
        ig_buf_str(&text, unit);
    ig_buf_str(&text, tail);
    match = igi_pattern_search(&model->fields[0], (ig_str){text.p, text.n});
    ig_buf_fini(&text);
    return match;
}

/* That this test ends at all is the point. */
static void test_patterns_are_bounded(void **state)
{
    (void)state;
    assert_int_equal(search(&Exponential_model, 30, "a", ""), IGI_MATCH);
    assert_int_equal(search(&Exponential_model, 40, "a", "!"), IGI_MATCH_LIMIT);
    assert_int_equal(search(&Exponential_model, 50000, "a", "!"), IGI_MATCH_LIMIT);
    assert_int_equal(search(&ExponentialAnchored_model, 40, "a", "!"), IGI_MATCH_LIMIT);
    assert_int_equal(search(&Quadratic_model, 20000, "1", ""), IGI_NO_MATCH);
    assert_int_equal(search(&Quadratic_model, 20000, "1", "-1"), IGI_MATCH);
    assert_int_equal(search(&Deep_model, 20000, "ab", ""), IGI_MATCH);
    assert_int_equal(search(&Deep_model, 20000, "ab", "c"), IGI_NO_MATCH);
}

static void test_long_texts_are_searched_whole(void **state)
{
    (void)state;
    for (size_t n = 900; n < 9000; n += 37) {
        assert_int_equal(search(&Needle_model, n, "x", ""), IGI_NO_MATCH);
        assert_int_equal(search(&Needle_model, n, "x", "needle"), IGI_MATCH);
        assert_int_equal(search(&Needle_model, n, "\xc3\xa9", "x"), IGI_NO_MATCH); /* portions end between characters */
        assert_int_equal(search(&Needle_model, n, "\xc3\xa9", ""), IGI_MATCH);
    }
    assert_int_equal(search(&Needle_model, 2000, "\xff", "needle"), IGI_NO_MATCH); /* not UTF-8 */
    assert_int_equal(search(&Needle_model, 0, "", ""), IGI_NO_MATCH);
}

static void test_pattern_limit_is_an_issue(void **state)
{
    static const value_row row = {
        &Exponential_model, "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'",
        "!string_pattern_limit: String takes too much work to match against pattern '(a+)+$' {'pattern':'(a+)+$'}",
        SAME, SAME};

    (void)state;
    check_rows(&row, 1);
}

static void test_broken_pattern_is_named(void **state)
{
    ig_error err;

    (void)state;
    assert_int_equal(igi_pattern_prepare(&Broken_model.fields[0], &err), IG_E_MODEL);
    assert_non_null(strstr(err.msg, "at offset 3"));
    assert_int_equal(igi_pattern_prepare(&Needle_model.fields[0], &err), IG_OK);
}

/* ---- what the table cannot say ----------------------------------------------------------------------------------- */

MODEL(TextBoundOnInt, (), (i64, v, IG_GE("1")));
MODEL(BadDateBound, (), (date, v, IG_GE("2020-13-01")));
MODEL(NumberOnDate, (), (date, v, IG_LE(5)));
MODEL(BadDecimalBound, (), (decimal, v, IG_LT("1,5")));
MODEL(ZeroDivisor, (), (i64, v, IG_MULTIPLE_OF(0)));
MODEL(LongDivisor, (), (decimal, v, IG_MULTIPLE_OF("1234567890123456789")));

static void test_unusable_literals_are_mistakes_of_the_model(void **state)
{
    static const ig_model *const models[] = {&TextBoundOnInt_model,  &BadDateBound_model, &NumberOnDate_model,
                                             &BadDecimalBound_model, &ZeroDivisor_model,  &LongDivisor_model};
    ig_error                     err;

    (void)state;
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        assert_int_equal(ig_model_check(models[i], &err), IG_E_MODEL);
        assert_non_null(strstr(err.msg, models[i]->name));
    }
}

static void test_mixed_bounds_are_exact(void **state)
{
    const ig_literal beyond = {IG_LITERAL_REAL, 0, 9007199254740993.0, NULL}; /* is ...992 as a double */
    const ig_literal half = {IG_LITERAL_REAL, 0, -0.5, NULL}, huge = {IG_LITERAL_REAL, 0, 1e300, NULL};
    const int64_t    values[] = {9007199254740993, 9007199254740992, 0, -1, INT64_MAX, INT64_MIN};

    (void)state;
    assert_int_equal(igi_bound_order(IG_KIND_I64, &values[0], &beyond), 1);
    assert_int_equal(igi_bound_order(IG_KIND_I64, &values[1], &beyond), 0);
    assert_int_equal(igi_bound_order(IG_KIND_I64, &values[2], &half), 1);
    assert_int_equal(igi_bound_order(IG_KIND_I64, &values[3], &half), -1);
    assert_int_equal(igi_bound_order(IG_KIND_I64, &values[4], &huge), -1);
    assert_int_equal(igi_bound_order(IG_KIND_I64, &values[5], &huge), -1);
}

static int compare(const char *a, const char *b)
{
    igi_decimal x, y;

    assert_int_equal(igi_decimal_read(igi_str(a), &x), IGI_DECIMAL_FINITE);
    assert_int_equal(igi_decimal_read(igi_str(b), &y), IGI_DECIMAL_FINITE);
    return igi_decimal_compare(&x, &y);
}

static bool is_multiple(const char *a, const char *b)
{
    igi_decimal x, y;

    assert_int_equal(igi_decimal_read(igi_str(a), &x), IGI_DECIMAL_FINITE);
    assert_int_equal(igi_decimal_read(igi_str(b), &y), IGI_DECIMAL_FINITE);
    return igi_decimal_is_multiple(&x, &y);
}

static void test_decimals_are_exact(void **state)
{
    static const char *const rising[] = {"-1e999999999999999999",
                                         "-12",
                                         "-1.2",
                                         "-1.19999999999999999999999999999999999",
                                         "-1e-9",
                                         "0",
                                         "1e-400",
                                         "0.000001",
                                         "1",
                                         "1.00000000000000000000000000000000001",
                                         "1.1",
                                         "10",
                                         "99999999999999999999",
                                         "1e20",
                                         "1e999999999999999999"};
    enum { N = sizeof rising / sizeof *rising };

    (void)state;
    for (int i = 0; i < N; i++) {
        for (int k = 0; k < N; k++)
            assert_int_equal((compare(rising[i], rising[k]) > 0) - (compare(rising[i], rising[k]) < 0),
                             (i > k) - (i < k));
    }
    assert_int_equal(compare("1.0", "1"), 0);
    assert_int_equal(compare("-0", "0.00"), 0);
    assert_int_equal(compare("1_00", "1e2"), 0);
    assert_true(is_multiple("1e40", "4"));
    assert_false(is_multiple("1e40", "3"));
    assert_true(is_multiple("123456789012345678901234567890", "0.7e-1"));
    assert_false(is_multiple("123456789012345678901234567891", "0.7e-1"));
    assert_true(is_multiple("300", "1e2"));
    assert_false(is_multiple("310", "1e2"));
    assert_true(is_multiple("0.3", "0.1"));
    assert_true(is_multiple("-7.25", "0.25"));
    assert_true(is_multiple("0", "0"));
    assert_false(is_multiple("1", "0"));
}

static void test_out_of_memory_is_told(void **state)
{
    int64_t         large = 1000;
    ig_arena        empty = {.max_bytes = 1};
    const igi_plan *plan = igi_plan_of(&Percent_model, NULL);
    igi_problem     problem;

    (void)state;
    assert_non_null(plan);
    assert_false(igi_check_value(&plan->slots[0], &large, 0, &empty, &problem));
    assert_null(problem.msg.p);
    ig_arena_fini(&empty);
}

static void test_constraints(void **state)
{
    (void)state;
    check_rows(constraints, sizeof constraints / sizeof *constraints);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_constraints),
        cmocka_unit_test(test_patterns_are_bounded),
        cmocka_unit_test(test_long_texts_are_searched_whole),
        cmocka_unit_test(test_pattern_limit_is_an_issue),
        cmocka_unit_test(test_broken_pattern_is_named),
        cmocka_unit_test(test_unusable_literals_are_mistakes_of_the_model),
        cmocka_unit_test(test_mixed_bounds_are_exact),
        cmocka_unit_test(test_decimals_are_exact),
        cmocka_unit_test(test_out_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
