/* MODEL(): one definition becomes a struct and its descriptor, from which table, schema, JSON and API are derived.
 * SPDX-License-Identifier: MIT
 *
 *   MODEL(Hero, (IG_TABLE("hero"), IG_DESCRIPTION("A comic-book hero")),
 *       (uuid,    id,   IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4), IG_SKIP_JSON_SCHEMA),
 *       (str,     name, IG_MIN_LENGTH(2), IG_MAX_LENGTH(100)),
 *       (opt_i64, age,  IG_GE(0)));
 *
 * declares   struct Hero { uuid id; str name; opt_i64 age; };   Hero_list   and   extern const ig_model Hero_model;
 * (Hero_list is an ig_list: C cannot define a struct again after MODEL_FORWARD(Hero), so its items are a void *.)
 *
 * MODEL()s belong in a header. Exactly one .c file writes #define IG_DEFINE_MODELS before it includes that header and
 * so gets the descriptors. No generated code, nothing runs before main().
 *
 * Attributes are macros that set members ending in '_'. A bare `.ge = 0` would otherwise compile and silently mean "no
 * bound", because C initialises a nested struct from a bare number; so it is an error ("no member named ge").
 * What the compiler cannot catch is reported by name when the model is first used (IG_E_MODEL).
 */
#ifndef INGOT_MODEL_H
#define INGOT_MODEL_H

#include "base.h"
#include "each.h"

typedef struct ig_model ig_model;
typedef struct ig_field ig_field;
typedef struct ig_check ig_check;

/* ---- descriptors -------------------------------------------------------------------------------------------- */

/* What a value is. IG_KIND_REF: the C type alone does not say; the attribute does (enum, model, relationship). */
typedef enum ig_kind {
    IG_KIND_REF,
    IG_KIND_BOOL,
    IG_KIND_I64,
    IG_KIND_F64,
    IG_KIND_STR,
    IG_KIND_BYTES,
    IG_KIND_UUID,
    IG_KIND_DATE,
    IG_KIND_TIME,
    IG_KIND_DATETIME,
    IG_KIND_DURATION,
    IG_KIND_DECIMAL,
    IG_KIND_JSON,
    IG_KIND_ENUM,
    IG_KIND_MODEL
} ig_kind;

/* How many of them: a member's type is a kind plus one of these shapes. */
enum { IG_SHAPE_ONE = 0x00, IG_SHAPE_OPT = 0x20, IG_SHAPE_LIST = 0x40, IG_SHAPE_MAP = 0x60, IG_SHAPE_MASK = 0x60 };

/* A literal given to an attribute. NONE = not given, so 0, "" and false can be said. */
typedef struct ig_literal {
    enum { IG_LITERAL_NONE, IG_LITERAL_INT, IG_LITERAL_REAL, IG_LITERAL_TEXT } is;
    int64_t     i;
    double      f;
    const char *s;
} ig_literal;

/* A length that knows whether it was given. */
typedef struct ig_length {
    bool     is;
    uint32_t n;
} ig_length;

/* Write-once cell in which the library keeps what it derives from a descriptor (a compiled pattern, a checked field
 * table). Filled atomically on first use; never changes afterwards. */
typedef struct ig_memo {
    void *p;
} ig_memo;

/* An enumeration: value i of the C enum is names[i], which is also its value in JSON and in the database. */
typedef struct ig_enum {
    const char        *name;
    const char *const *names;
    uint32_t           n;
} ig_enum;

/* A check of your own on one member, run after the built-in checks passed (IG_VALIDATOR) or, for IG_VALIDATOR_BEFORE,
 * before them. value points at the member; it may be changed. To refuse it: return ig_check_fail(check, "why"). */
typedef ig_code (*ig_validator)(ig_check *check, void *value);
/* The same for a whole object, run when every member is valid. */
typedef ig_code (*ig_model_validator)(ig_check *check, void *object);

enum { IG_FK_NO_ACTION, IG_FK_CASCADE, IG_FK_SET_NULL, IG_FK_RESTRICT };
enum { IG_EXTRA_ignore, IG_EXTRA_forbid, IG_EXTRA_allow };

/* One member. Private: use the attributes below to write it, ig_field_*() to read it. */
struct ig_field {
    const void        *misspelt_; /* never set: where an attribute that does not exist ends up, as a call that the
                                         compiler refuses here */
    const char        *name;
    uint32_t           name_bytes, offset, size;
    uint8_t            type; /* ig_kind | shape, from the C type */
    uint8_t            ref_; /* IG_REF_* */
    bool               primary_key_, index_, unique_, nullable_, required_, strict_, exclude_, skip_json_schema_;
    bool               cascade_delete_, allow_inf_nan_is_, allow_inf_nan_, validator_before_;
    uint8_t            on_delete_;
    const ig_model    *model_, *link_model_;
    const ig_enum     *enum_;
    const char *const *one_of_;
    ig_literal         default_, ge_, gt_, le_, lt_, multiple_of_;
    ig_length          min_length_, max_length_, max_digits_, decimal_places_;
    ig_factory         factory_, on_update_;
    ig_validator       validator_;
    const char        *pattern_, *foreign_key_, *back_populates_, *passive_deletes_;
    const char        *title_, *description_, *alias_, *format_, *column_type_;
    const ig_literal  *examples_;
    uint32_t           n_examples_;
    ig_memo           *pattern_memo_;
};

/* A model, or a view of one (base_ != NULL: the fields are the base's, narrowed by omit_ or only_). */
struct ig_model {
    const char        *name;
    size_t             size; /* of the struct, bytes */
    const ig_field    *fields;
    uint32_t           n_fields;
    const char        *table_, *title_, *description_;
    uint8_t            extra_;
    const char *const *unique_together_;
    ig_model_validator validator_;
    const ig_model    *base_;
    const char *const *omit_;
    const char *const *only_;
    bool               partial_;
    ig_memo           *memo_;
    const void        *misspelt_; /* never set, see ig_field; the macros set memo_ right before the attributes */
};

/* ---- field attributes --------------------------------------------------------------------------------------- */

enum { IG_REF_NONE, IG_REF_OBJ, IG_REF_LIST, IG_REF_RELATIONSHIP };

/* clang-format off */
#define IG_PRIMARY_KEY         .primary_key_ = true
#define IG_FOREIGN_KEY(s)      .foreign_key_ = "" s                    /* "table.column" */
#define IG_ON_DELETE(action)   .on_delete_ = IG_FK_##action            /* CASCADE, SET_NULL or RESTRICT */
#define IG_INDEX               .index_ = true
#define IG_UNIQUE              .unique_ = true
#define IG_NULLABLE            .nullable_ = true                       /* for M *, lists and maps: null is allowed */
#define IG_REQUIRED            .required_ = true                       /* for opt_ members: null is, absent is not */
#define IG_DEFAULT(v)          .default_ = IG_LITERAL_(v)
#define IG_DEFAULT_FACTORY(f)  .factory_ = (f)                         /* see ig_factory */
#define IG_ON_UPDATE(f)        .on_update_ = (f)                       /* factory run when the row is updated */
#define IG_GE(n)               .ge_ = IG_LITERAL_(n)                   /* integers exact to 64 bits; "1.5" for decimals */
#define IG_GT(n)               .gt_ = IG_LITERAL_(n)
#define IG_LE(n)               .le_ = IG_LITERAL_(n)
#define IG_LT(n)               .lt_ = IG_LITERAL_(n)
#define IG_MULTIPLE_OF(n)      .multiple_of_ = IG_LITERAL_(n)
#define IG_MIN_LENGTH(n)       .min_length_ = { true, (n) }            /* characters, bytes, or items */
#define IG_MAX_LENGTH(n)       .max_length_ = { true, (n) }
#define IG_PATTERN(s)          .pattern_ = "" s, .pattern_memo_ = &(ig_memo){ 0 }   /* PCRE2, searched, not anchored */
#define IG_MAX_DIGITS(n)       .max_digits_ = { true, (n) }
#define IG_DECIMAL_PLACES(n)   .decimal_places_ = { true, (n) }
#define IG_ALLOW_INF_NAN(b)    .allow_inf_nan_is_ = true, .allow_inf_nan_ = (b)
#define IG_STRICT              .strict_ = true
#define IG_ONE_OF(...)         .one_of_ = (const char *const[]){ __VA_ARGS__, NULL }
#define IG_ENUM(E)             .enum_ = &E##_enum
#define IG_OBJ(M)              .ref_ = IG_REF_OBJ, .model_ = &M##_model
#define IG_LIST_OF(M)          .ref_ = IG_REF_LIST, .model_ = &M##_model
#define IG_RELATIONSHIP(M)     .ref_ = IG_REF_RELATIONSHIP, .model_ = &M##_model
#define IG_BACK_POPULATES(s)   .back_populates_ = "" s
#define IG_LINK_MODEL(M)       .link_model_ = &M##_model
#define IG_CASCADE_DELETE      .cascade_delete_ = true
#define IG_PASSIVE_DELETES(s)  .passive_deletes_ = "" s
#define IG_ALIAS(s)            .alias_ = "" s                          /* the key in JSON */
#define IG_FORMAT(s)           .format_ = "" s
#define IG_EXCLUDE             .exclude_ = true                        /* never dumped */
#define IG_SKIP_JSON_SCHEMA    .skip_json_schema_ = true               /* not in the schema, never taken from an LLM */
#define IG_COLUMN_TYPE(s)      .column_type_ = "" s
#define IG_VALIDATOR(f)        .validator_ = (f)
#define IG_VALIDATOR_BEFORE(f) .validator_ = (f), .validator_before_ = true
#define IG_EXAMPLES(...)       .examples_ = (const ig_literal[]){ IG_EACH_VALUE_(IG_EXAMPLE_, ~, __VA_ARGS__) }, \
                               .n_examples_ = IG_NARG_(__VA_ARGS__)

/* ---- attributes of fields and models -------------------------------------------------------------------------- */
#define IG_TITLE(s)            .title_ = "" s
#define IG_DESCRIPTION(s)      .description_ = "" s

/* ---- model attributes --------------------------------------------------------------------------------------- */
#define IG_TABLE(s)            .table_ = "" s
#define IG_EXTRA(what)         .extra_ = IG_EXTRA_##what               /* ignore (default), forbid or allow */
#define IG_UNIQUE_TOGETHER(...) .unique_together_ = (const char *const[]){ __VA_ARGS__, NULL }
#define IG_MODEL_VALIDATOR(f)  .validator_ = (f)

/* ---- view attributes ---------------------------------------------------------------------------------------- */
#define IG_OMIT(...)           .omit_ = (const char *const[]){ __VA_ARGS__, NULL }
#define IG_ONLY(...)           .only_ = (const char *const[]){ __VA_ARGS__, NULL }
#define IG_PARTIAL             .partial_ = true                        /* no field is required; what was sent is known */

/* ---- machinery ---------------------------------------------------------------------------------------------- */
#define IG_LITERAL_(x) { \
    _Generic((x), char *: IG_LITERAL_TEXT, const char *: IG_LITERAL_TEXT, float: IG_LITERAL_REAL, \
             double: IG_LITERAL_REAL, default: IG_LITERAL_INT), \
    _Generic((x), char *: 0, const char *: 0, float: 0, double: 0, default: (x)), \
    _Generic((x), float: (x), double: (x), default: 0.0), \
    _Generic((x), char *: (x), const char *: (x), default: NULL) }
#define IG_EXAMPLE_(ignored, x) IG_LITERAL_(x),

#define IG_SHAPES_(c_type, name, K) \
    c_type: IG_KIND_##K | IG_SHAPE_ONE, ig_opt_##name: IG_KIND_##K | IG_SHAPE_OPT, \
    ig_##name##_list: IG_KIND_##K | IG_SHAPE_LIST, ig_##name##_map: IG_KIND_##K | IG_SHAPE_MAP
#define IG_TYPE_(S, m) _Generic(((S *)0)->m, \
    IG_SHAPES_(bool, bool, BOOL), IG_SHAPES_(int64_t, i64, I64), IG_SHAPES_(double, f64, F64), \
    IG_SHAPES_(ig_str, str, STR), IG_SHAPES_(ig_bytes, bytes, BYTES), IG_SHAPES_(ig_uuid, uuid, UUID), \
    IG_SHAPES_(ig_date, date, DATE), IG_SHAPES_(ig_timeofday, timeofday, TIME), \
    IG_SHAPES_(ig_datetime, datetime, DATETIME), IG_SHAPES_(ig_duration, duration, DURATION), \
    IG_SHAPES_(ig_decimal, decimal, DECIMAL), IG_SHAPES_(ig_json, json, JSON), \
    ig_list: IG_KIND_MODEL | IG_SHAPE_LIST, default: IG_KIND_REF)

/* Fails to compile for C types that look right but cannot be members (int, float, char *, ...). */
#define IG_REFUSE_(S, m) (0 * sizeof(struct { \
    _Static_assert(_Generic(((S *)0)->m, char: 0, signed char: 0, unsigned char: 0, short: 0, unsigned short: 0, \
        int: 0, float: 0, long double: 0, char *: 0, const char *: 0, void *: 0, default: 1), \
        "the type of member '" #m "' is none a model can have: use bool, i64, f64, str, ..., an enum or a model"); \
    char unused; }))

#define IG_UNPACK_(...) __VA_ARGS__
#define IG_MEMBER3_(T, n, ...) T n;
#define IG_MEMBER2_(...) IG_MEMBER3_(__VA_ARGS__)
#define IG_MEMBER_(S, t) IG_MEMBER2_(IG_UNPACK_ t, ~)
#define IG_NAME3_(T, n, ...) #n
#define IG_NAME2_(...) IG_NAME3_(__VA_ARGS__)
#define IG_DESC3_(S, T, n, ...) { __VA_ARGS__, .name_bytes = (uint32_t)(sizeof(#n) - 1), \
    .offset = (uint32_t)(offsetof(S, n) + IG_REFUSE_(S, n)), .size = (uint32_t)sizeof(((S *)0)->n), \
    .type = IG_TYPE_(S, n) },
#define IG_DESC2_(...) IG_DESC3_(__VA_ARGS__)
#define IG_DESC_(S, t) IG_DESC2_(S, IG_UNPACK_ t, .name = IG_NAME2_(IG_UNPACK_ t, ~))

#define IG_DECLARE_(S, ...) IG_MODEL_FORWARD(S); struct S { IG_EACH_(IG_MEMBER_, S, __VA_ARGS__) }
#define IG_DEFINE_(S, attributes, ...) \
    static const ig_field S##_fields_[] = { IG_EACH_(IG_DESC_, S, __VA_ARGS__) }; \
    const ig_model S##_model = { .name = #S, .size = sizeof(S), .fields = S##_fields_, \
        .n_fields = (uint32_t)(sizeof S##_fields_ / sizeof *S##_fields_), .memo_ = &(ig_memo){ 0 }, \
        IG_UNPACK_ attributes }; \
    IG_REGISTER_(S##_model)
#define IG_DEFINE_VIEW_(V, M, ...) \
    const ig_model V##_view = { .name = #V, .size = sizeof(M), .base_ = &M##_model, .memo_ = &(ig_memo){ 0 }, \
        __VA_ARGS__ }; \
    IG_REGISTER_(V##_view)

/* The ingot command compiles model files with IG_REGISTER_MODELS, to find all models of a file. */
#ifdef IG_REGISTER_MODELS
#define IG_REGISTER_(object) \
    static const ig_model *const object##_entry_ __attribute__((used, section("ig_models"))) = &object
#else
#define IG_REGISTER_(object) _Static_assert(1, "")
#endif

#define IG_MODEL_FORWARD(S) typedef struct S S; typedef ig_list S##_list; extern const ig_model S##_model
#define IG_ENUMERATOR_(E, name) E##_##name,
#define IG_ENUM_NAME_(E, name) #name,
#define IG_ENUM_DECLARE_(E, ...) \
    typedef enum E { IG_EACH_VALUE_(IG_ENUMERATOR_, E, __VA_ARGS__) } E; \
    typedef struct opt_##E { bool has; E v; } opt_##E; \
    typedef struct E##_list { E *items; size_t n; } E##_list; \
    extern const ig_enum E##_enum

#ifdef IG_DEFINE_MODELS
#define IG_MODEL(S, attributes, ...) IG_DECLARE_(S, __VA_ARGS__); IG_DEFINE_(S, attributes, __VA_ARGS__)
#define IG_VIEW(V, M, ...) typedef M V; extern const ig_model V##_view; IG_DEFINE_VIEW_(V, M, __VA_ARGS__)
#define IG_ENUM_OF(E, ...) IG_ENUM_DECLARE_(E, __VA_ARGS__); \
    const ig_enum E##_enum = { #E, (const char *const[]){ IG_EACH_VALUE_(IG_ENUM_NAME_, E, __VA_ARGS__) }, \
                               IG_NARG_(__VA_ARGS__) }
#else
#define IG_MODEL(S, attributes, ...) IG_DECLARE_(S, __VA_ARGS__)
#define IG_VIEW(V, M, ...) typedef M V; extern const ig_model V##_view
#define IG_ENUM_OF(E, ...) IG_ENUM_DECLARE_(E, __VA_ARGS__)
#endif

#ifndef IG_NO_SHORT_NAMES
#define MODEL(S, ...)         IG_MODEL(S, __VA_ARGS__)
#define MODEL_FORWARD(S)      IG_MODEL_FORWARD(S)
#define VIEW(V, M, ...)       IG_VIEW(V, M, __VA_ARGS__)
#define ENUM(E, ...)          IG_ENUM_OF(E, __VA_ARGS__)
#endif

/* A NULL-terminated list of models: IG_MODELS(Team, Hero). */
#define IG_MODEL_ADDRESS_(ignored, M) &M##_model,
#define IG_MODELS(...) ((const ig_model *const[]){ IG_EACH_VALUE_(IG_MODEL_ADDRESS_, ~, __VA_ARGS__) NULL })

/* Walks a list of models: IG_FOR(Hero, hero, team->heroes) puts(hero->name.p); */
#define IG_FOR(M, item, list) for (M *item = (list).items, *item##_end_ = (list).n ? item + (list).n : item; \
    item != item##_end_; item++)

/* ptr, checked by the compiler to point at an M (or at a const M). */
#define IG_PTR_(M, ptr) (1 ? (ptr) : (M *)0)
#define IG_CPTR_(M, ptr) (1 ? (ptr) : (const M *)0)
/* clang-format on */

/* ---- functions ---------------------------------------------------------------------------------------------- */

/* Looks for mistakes the compiler cannot see: an object member without IG_OBJ, a bound on text, a pattern that does
 * not compile, a view that names no field, ... in the model and all it refers to. Every other function does this by
 * itself on first use.
 * Returns IG_OK, IG_E_MODEL (err->msg names model, field and mistake) or IG_E_NOMEM. Threads: any. */
IG_API IG_MUST_USE ig_code ig_model_check(const ig_model *model, ig_error *err);

/* For validators: records one issue for the value being checked; format as printf. The issue has type "value_error"
 * and the text "Value error, ..." as in Pydantic. Returns IG_E_INVALID, for `return ig_check_fail(...)`. */
IG_API ig_code ig_check_fail(ig_check *check, const char *format, ...) IG_PRINTF(2, 3);
/* The pointer that the caller of the bind function gave for its validators; NULL if none. */
IG_API void *ig_check_context(const ig_check *check);
/* The arena of the value being built, for a validator that replaces text. Never NULL. */
IG_API ig_arena *ig_check_arena(const ig_check *check);

#endif
