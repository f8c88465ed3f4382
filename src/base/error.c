/* Error codes as text, and the one way in which the library fills an ig_error.
 * SPDX-License-Identifier: MIT */
#include "base_int.h"

static const struct {
    const char *name, *text;
    int         http_status;
    bool        can_retry;
} codes[] = {[IG_OK] = {"OK", "no error", 200, false},
#define ROW(name, http, retry, text) [IG_E_##name] = {#name, text, http, retry},
             IG_ERROR_MAP(ROW)
#undef ROW
};

static bool is_code(ig_code code)
{
    return (size_t)code < sizeof codes / sizeof *codes;
}

const char *ig_code_text(ig_code code)
{
    return is_code(code) ? codes[code].text : "unknown error";
}

const char *ig_code_name(ig_code code)
{
    return is_code(code) ? codes[code].name : "UNKNOWN";
}

int ig_code_http_status(ig_code code)
{
    return is_code(code) ? codes[code].http_status : 500;
}

bool ig_code_can_retry(ig_code code)
{
    return is_code(code) && codes[code].can_retry;
}

ig_code igi_fail(ig_error *err, ig_code code, const char *format, ...)
{
    va_list args;

    if (!err)
        return code;
    *err = (ig_error){.code = code};
    va_start(args, format);
    vsnprintf(err->msg, sizeof err->msg, format, args);
    va_end(args);
    return code;
}

ig_code igi_nomem(ig_error *err)
{
    return igi_fail(err, IG_E_NOMEM, "%s", ig_code_text(IG_E_NOMEM));
}
