/* Exact decimals: read from text, printed, compared, counted and divided without rounding.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_DECIMAL_H
#define INGOT_DECIMAL_H

#include "../base/base_int.h"

/* digits * 10^exponent, negative or not. The digits stay in the text they were read from, perhaps with a point or
 * underscores among them. */
typedef struct igi_decimal {
    const char *p;        /* the first digit that is not 0 */
    size_t      n_digits; /* from there on; 0 = the value is zero */
    int64_t     exponent;
    bool        negative;
} igi_decimal;

typedef enum igi_decimal_class { IGI_DECIMAL_FINITE, IGI_DECIMAL_NOT_FINITE, IGI_DECIMAL_MALFORMED } igi_decimal_class;

/* Most digits of a divisor in igi_decimal_is_multiple. */
enum { IGI_DIVISOR_DIGITS = 18 };

/* Reads what Python's Decimal() reads (in ASCII), without white space around it; out is set if it is finite. */
igi_decimal_class igi_decimal_read(ig_str text, igi_decimal *out);
/* str(Decimal): "1.50", "1E+3"; p == NULL when out of memory. */
ig_decimal igi_decimal_print(const igi_decimal *value, ig_arena *arena);
/* < 0, 0, > 0. */
int igi_decimal_compare(const igi_decimal *a, const igi_decimal *b);
/* Python's count of digits and of decimal places; trailing zeros are left out if `normalized`. */
void igi_decimal_count(const igi_decimal *value, bool normalized, uint64_t *digits, uint64_t *places);
/* Whether value is a whole multiple of `of`, which has at most IGI_DIVISOR_DIGITS digits. Of zero only zero is one. */
bool igi_decimal_is_multiple(const igi_decimal *value, const igi_decimal *of);

#endif
