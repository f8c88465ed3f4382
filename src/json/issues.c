/* Issues as text: the JSON of a 422 answer, and Python's str(ValidationError), which is what a language model is sent.
 * SPDX-License-Identifier: MIT */
#include "json_int.h"
#include "lex.h"

/* ---- JSON --------------------------------------------------------------------------------------------------------------- */

static void write_loc(const ig_issue *issue, ig_buf *out)
{
    ig_buf_char(out, '[');
    for (uint32_t i = 0; i < issue->n_loc; i++) {
        if (i)
            ig_buf_char(out, ',');
        if (issue->loc[i].key.p)
            ig_json_write_str(out, issue->loc[i].key);
        else
            ig_buf_printf(out, "%" PRIu64, issue->loc[i].index);
    }
    ig_buf_char(out, ']');
}

void ig_issues_json(const ig_error *err, ig_buf *out)
{
    ig_buf_char(out, '[');
    for (uint32_t i = 0; i < err->n_issues; i++) {
        const ig_issue *issue = &err->issues[i];
        ig_buf_printf(out, "%s{\"type\":\"%s\",\"loc\":", i ? "," : "", issue->type);
        write_loc(issue, out);
        ig_buf_str(out, ",\"msg\":");
        ig_json_write_str(out, issue->msg);
        ig_buf_str(out, ",\"input\":");
        ig_buf_add(out, issue->input.p ? issue->input.p : "null", issue->input.p ? issue->input.n : 4);
        if (issue->ctx.p) {
            ig_buf_str(out, ",\"ctx\":");
            ig_buf_add(out, issue->ctx.p, issue->ctx.n);
        }
        ig_buf_char(out, '}');
    }
    ig_buf_char(out, ']');
}

/* ---- Python's repr() of JSON ---------------------------------------------------------------------------------------------- */

/* Printing stops soon after this many bytes, since only the two ends of a long repr are shown ... */
enum { SHOWN_WHOLE_BYTES = 50, SHOWN_HEAD_BYTES = 25, SHOWN_TAIL_BYTES = 24 };

static void repr_char(ig_buf *out, unsigned char c, char quote)
{
    if (c == '\\' || c == (unsigned char)quote)
        ig_buf_printf(out, "\\%c", c);
    else if (c == '\n' || c == '\r' || c == '\t')
        ig_buf_printf(out, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
    else if (c < 0x20 || c == 0x7f)
        ig_buf_printf(out, "\\x%02x", c);
    else
        ig_buf_char(out, (char)c);
}

static void repr_text(ig_buf *out, ig_str s)
{
    char quote = memchr(s.p, '\'', s.n) && !memchr(s.p, '"', s.n) ? '"' : '\'';

    ig_buf_char(out, quote);
    for (size_t i = 0; i < s.n; i++)
        repr_char(out, (unsigned char)s.p[i], quote);
    ig_buf_char(out, quote);
}

static void repr_token(ig_buf *out, const igi_lex *lex)
{
    ig_buf scratch = {0};
    char  *text;

    if (!lex->escaped) {
        repr_text(out, lex->token);
        return;
    }
    text = ig_buf_room(&scratch, lex->token.n);
    if (text)
        repr_text(out, (ig_str){text, igi_lex_decode(lex->token, text)});
    else
        out->code = IG_E_NOMEM;
    ig_buf_fini(&scratch);
}

static void repr_number(ig_buf *out, const igi_lex *lex)
{
    ig_str token = lex->token;
    char   text[IG_F64_TEXT];

    if (token.p[token.n - 1] > '9' || memchr(token.p, '.', token.n) || memchr(token.p, 'e', token.n) ||
        memchr(token.p, 'E', token.n)) {
        double value = token.p[token.n - 1] == 'N' ? 0.0 : igi_f64_parse(token.p, token.n);
        if (token.p[0] == 'N')
            ig_buf_str(out, "nan");
        else if (token.p[token.n - 1] == 'y')
            ig_buf_str(out, token.p[0] == '-' ? "-inf" : "inf");
        else
            ig_buf_add(out, text, ig_f64_format(value, text));
    } else if (token.n == 2 && token.p[0] == '-' && token.p[1] == '0') {
        ig_buf_char(out, '0');
    } else {
        ig_buf_add(out, token.p, token.n);
    }
}

/* The whole repr of a JSON text that was read before. */
static void repr_json(ig_buf *out, ig_json json)
{
    igi_lex   lex;
    igi_event event, before = IGI_OBJECT;

    igi_lex_init(&lex, (ig_str){json.p, json.n}, true, IGI_DEEPEST);
    lex.allow_nan = true;
    while ((event = igi_lex_next(&lex)) > IGI_END) {
        bool closes = event == IGI_OBJECT_END || event == IGI_ARRAY_END;
        if (before != IGI_OBJECT && before != IGI_ARRAY && before != IGI_KEY && !closes)
            ig_buf_str(out, ", ");
        before = event;
        switch (event) {
        case IGI_KEY:
            repr_token(out, &lex);
            ig_buf_str(out, ": ");
            break;
        case IGI_STRING:
            repr_token(out, &lex);
            break;
        case IGI_NUMBER:
            repr_number(out, &lex);
            break;
        default:
            ig_buf_str(out, event == IGI_OBJECT       ? "{"
                            : event == IGI_OBJECT_END ? "}"
                            : event == IGI_ARRAY      ? "["
                            : event == IGI_ARRAY_END  ? "]"
                            : event == IGI_TRUE       ? "True"
                            : event == IGI_FALSE      ? "False"
                                                      : "None");
        }
    }
}

static bool continues_character(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* ... namely: up to 25 bytes, "...", up to 24 bytes, cut between characters. */
static void write_shortened(ig_buf *out, const ig_buf *repr)
{
    size_t head = SHOWN_HEAD_BYTES, tail;

    if (repr->n <= SHOWN_WHOLE_BYTES) {
        ig_buf_add(out, repr->p, repr->n);
        return;
    }
    tail = repr->n - SHOWN_TAIL_BYTES;
    while (head > 0 && continues_character(repr->p[head]))
        head--;
    while (tail < repr->n && continues_character(repr->p[tail]))
        tail++;
    ig_buf_add(out, repr->p, head);
    ig_buf_str(out, "...");
    ig_buf_add(out, repr->p + tail, repr->n - tail);
}

static const char *python_type(ig_json json)
{
    switch (json.p[0]) {
    case '{':
        return "dict";
    case '[':
        return "list";
    case '"':
        return "str";
    case 't':
    case 'f':
        return "bool";
    case 'n':
        return "NoneType";
    default:
        return json.p[json.n - 1] > '9' || memchr(json.p, '.', json.n) || memchr(json.p, 'e', json.n) ||
                       memchr(json.p, 'E', json.n)
                   ? "float"
                   : "int";
    }
}

/* ---- the text ------------------------------------------------------------------------------------------------------------- */

static void write_path(const ig_issue *issue, ig_buf *out)
{
    for (uint32_t i = 0; i < issue->n_loc; i++) {
        if (i)
            ig_buf_char(out, '.');
        if (issue->loc[i].key.p)
            ig_buf_add(out, issue->loc[i].key.p, issue->loc[i].key.n);
        else
            ig_buf_printf(out, "%" PRIu64, issue->loc[i].index);
    }
    if (issue->n_loc)
        ig_buf_char(out, '\n');
}

void ig_issues_text(const ig_error *err, bool url, ig_buf *out)
{
    uint32_t n = err->n_issues + err->n_dropped;
    ig_buf   repr = {0};

    ig_buf_printf(out, "%" PRIu32 " validation error%s for %s", n, n == 1 ? "" : "s",
                  err->title ? err->title : "value");
    for (uint32_t i = 0; i < err->n_issues; i++) {
        const ig_issue *issue = &err->issues[i];
        ig_json         input = issue->input.p && issue->input.n ? issue->input : (ig_json){"null", 4};
        ig_buf_char(out, '\n');
        write_path(issue, out);
        ig_buf_str(out, "  ");
        ig_buf_add(out, issue->msg.p, issue->msg.n);
        ig_buf_printf(out, " [type=%s, input_value=", issue->type);
        ig_buf_reset(&repr);
        repr_json(&repr, input);
        write_shortened(out, &repr);
        ig_buf_printf(out, ", input_type=%s]", python_type(input));
        if (url)
            ig_buf_printf(out, "\n    For further information visit https://errors.pydantic.dev/2.13/v/%s",
                          issue->type);
    }
    if (err->n_dropped)
        ig_buf_printf(out, "\n... and %" PRIu32 " more", err->n_dropped);
    if (repr.code && !out->code)
        out->code = repr.code;
    ig_buf_fini(&repr);
}

int ig_error_print(const ig_error *err, FILE *out)
{
    ig_buf text = {0};

    if (err && err->n_issues)
        ig_issues_text(err, false, &text);
    if (text.n && !text.code)
        fprintf(out, "%s\n", text.p);
    else
        fprintf(out, "%s\n", err && err->msg[0] ? err->msg : err ? ig_code_text(err->code) : "no details");
    ig_buf_fini(&text);
    return 1;
}
